package import Engine
package import Profiles
import Templates

extension ObservedState {
    /// Looks at the engine: one list each of containers, networks, volumes and images, all at once.
    package static func observe(
        reader: any EngineReading, plan: ResolvedPlan
    ) async throws(EngineError) -> ObservedState {
        // Agreed on first: four calls at once would ask for the version four times.
        _ = try await reader.connect()
        let references = Set(plan.services.map(\.definition.image)).sorted()
        async let containers = Answer { () async throws(EngineError) in
            try await reader.listContainers(labels: ["\(Label.project)=\(plan.project)"])
        }
        async let networks = Answer { () async throws(EngineError) in try await reader.listNetworks() }
        async let volumes = Answer { () async throws(EngineError) in try await reader.listVolumes(labels: []) }
        async let images = Answer { () async throws(EngineError) in
            references.isEmpty ? [] : try await reader.listImages(references: references.map(filter))
        }
        let found = (await containers, await networks, await volumes, await images)
        var state = ObservedState(
            project: plan.project, containers: try found.0.get().map(ObservedContainer.init),
            networks: try found.1.get().map { detail in
                Network(
                    id: detail.id, name: detail.name, driver: detail.driver, isInternal: detail.isInternal,
                    project: detail.labels[Label.project], labels: detail.labels)
            },
            volumes: try found.2.get().map { detail in
                Volume(
                    name: detail.name, project: detail.labels[Label.project], mark: detail.mark,
                    checkout: detail.labels[Label.checkout])
            },
            images: match(references, try found.3.get()))
        try await state.lookForGuests(reader, plan)
        return state
    }

    /// Who else is in the networks that are not what the plan says; a call for each, and none where nothing changed.
    private mutating func lookForGuests(_ reader: any EngineReading, _ plan: ResolvedPlan) async throws(EngineError) {
        for network in plan.networks {
            guard let existing = networks[network.name], NetworkDifference.cause(existing, network, plan) != nil else {
                continue
            }
            networks[network.name]?.guests = try await reader.listContainers(network: network.name)
                .filter { $0.labels[Label.project] != plan.project }
                .map { Guest(name: $0.names.first ?? $0.id, project: $0.labels[Label.project]) }
                .sorted { $0.name < $1.name }
        }
    }

    /// The filter compares with the short form, as `docker images` prints it. A tag beside a digest is not looked at.
    private static func filter(_ reference: String) -> String {
        guard var full = ImageReference(reference) else { return reference }
        if full.digest != nil { full.tag = nil }
        return full.familiar
    }

    private static func match(_ references: [String], _ images: [ImageSummary]) -> [String: String] {
        var ids: [ImageReference: String] = [:]
        for image in images {
            for name in image.tags + image.digests {
                if let full = ImageReference(name) { ids[full] = image.id }
            }
        }
        var found: [String: String] = [:]
        for reference in references {
            guard var full = ImageReference(reference) else { continue }
            if full.digest != nil { full.tag = nil }
            found[reference] = ids[full]
        }
        return found
    }
}

/// What a call answered: child tasks forget the type of an error, this keeps it.
private struct Answer<Value: Sendable>: Sendable {
    private let result: Result<Value, EngineError>

    init(_ call: @Sendable () async throws(EngineError) -> Value) async {
        do { result = .success(try await call()) } catch { result = .failure(error) }
    }

    func get() throws(EngineError) -> Value { try result.get() }
}

extension VolumeDetail {
    /// Our label; a volume of docker compose has none. The time of creation is none either: before Docker 23 that is when
    /// the volume's folder changed last (moby/moby#44364).
    var mark: String { labels[Label.volume] ?? "" }
}
