package import Engine

/// A project that sfm-dev has made on an engine.
package struct ListedProject: Sendable, Equatable {
    package var name: String
    /// The checkout; nil where nothing that is left tells of it.
    package var folder: String?
    package var running = 0
    package var containers = 0
    package var volumes = 0

    /// Everything that bears this program's labels, sorted by name and folder. A project whose name two checkouts use stands
    /// there twice, its volumes with the first.
    package static func find(_ engine: any EngineReading) async throws(EngineError) -> [ListedProject] {
        async let listed = Self.containers(engine)
        let volumes = try await engine.listVolumes(labels: [Label.volume])
        return projects(try await listed.get(), volumes)
    }

    /// Swift 6.3 cannot await a typed error of an `async let`.
    private static func containers(_ engine: any EngineReading) async -> Result<[ContainerSummary], EngineError> {
        do throws(EngineError) { return .success(try await engine.listContainers(labels: [Label.planHash])) } catch {
            return .failure(error)
        }
    }

    static func projects(_ containers: [ContainerSummary], _ volumes: [VolumeDetail]) -> [ListedProject] {
        var found: [[String]: ListedProject] = [:]
        for container in containers {
            guard let name = container.labels[Label.project] else { continue }
            let folder = container.labels[Label.workingDirectory].map(checkout)
            let key = [name, folder ?? ""]
            var project = found[key] ?? ListedProject(name: name, folder: folder)
            project.containers += 1
            if container.state == .running { project.running += 1 }
            found[key] = project
        }
        var projects = found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        for (name, own) in Dictionary(grouping: volumes, by: { $0.labels[Label.project] ?? "" }) where !name.isEmpty {
            if let index = projects.firstIndex(where: { $0.name == name }) {
                projects[index].volumes = own.count
            } else {
                let folder = own.compactMap { $0.labels[Label.checkout] }.min()
                projects.append(ListedProject(name: name, folder: folder, volumes: own.count))
            }
        }
        return projects.sorted { ($0.name, $0.folder ?? "") < ($1.name, $1.folder ?? "") }
    }

    /// The folder of the project whose generated file lies in `.sfm-dev/`.
    private static func checkout(_ workingDirectory: String) -> String {
        workingDirectory.hasSuffix("/.sfm-dev") ? String(workingDirectory.dropLast(9)) : workingDirectory
    }
}
