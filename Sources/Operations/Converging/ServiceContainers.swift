import Convergence
import Diagnostics
import Engine
import Profiles
import Project

/// Finds the containers of services.
struct ServiceContainers {
    let plan: ResolvedPlan
    /// The project folder.
    let directory: String
    let engine: any EngineReading

    struct Found: Sendable {
        var service: String
        var id: String
        var isRunning: Bool
    }

    /// - Parameter services: those wanted; empty for all that have a container. Sorted by service.
    /// - Throws: 77 where they are another checkout's.
    func find(_ services: Set<String>) async throws(Failure) -> [Found] {
        let known = plan.services.map(\.name)
        if let unknown = services.sorted().first(where: { !known.contains($0) }) {
            throw Failure(
                .usage, "unknown service '\(unknown)'", hint: suggestion(for: unknown, among: known, called: "services")
            )
        }
        let containers = try await asking { () async throws(EngineError) in
            try await engine.listContainers(labels: ["\(Label.project)=\(plan.project)"])
        }
        try Self.requireOwn(containers.compactMap { ObservedContainer($0).checkout }, plan, directory)
        let found = (services.isEmpty ? Set(known) : services).sorted().compactMap { service in
            containers.current(of: service).map {
                Found(service: service, id: $0.id, isRunning: $0.state == .running)
            }
        }
        if let missing = services.sorted().first(where: { name in !found.contains { $0.service == name } }) {
            throw Failure(.notReached, "'\(missing)' has no container", hint: "sfm-dev up \(missing)")
        }
        if found.isEmpty { throw Failure(.notReached, "nothing has been started yet", hint: "sfm-dev up") }
        return found
    }

    /// - Parameter folders: those that the containers were made from.
    /// - Throws: 77 where one of them is another checkout that still exists.
    static func requireOwn(_ folders: [String], _ plan: ResolvedPlan, _ directory: String) throws(Failure) {
        let other = Set(folders).sorted().first { folder in
            folder != directory && !FileFacts.isSame(folder, directory) && !FileFacts.isGone(folder: folder)
        }
        if let other { throw .otherCheckout("runs", plan.project, in: other, this: directory) }
    }
}
