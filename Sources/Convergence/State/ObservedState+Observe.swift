package import Engine
package import Profiles
import Templates

extension ObservedState {
    /// Looks at the engine: one list each of containers, networks and volumes, all at once, and one of images where the
    /// containers do not tell of all.
    package static func observe(
        reader: any EngineReading, plan: ResolvedPlan
    ) async throws(EngineError) -> ObservedState {
        try await FirstLook(reader: reader, project: plan.project).state(reader, plan)
    }

    /// Who else is in the networks that are not what the plan says; a call for each, and none where nothing changed.
    fileprivate mutating func lookForGuests(_ reader: any EngineReading, _ plan: ResolvedPlan) async throws(EngineError)
    {
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

    /// Which images the references of the services that run name.
    fileprivate mutating func lookForImages(
        _ reader: any EngineReading, _ plan: ResolvedPlan, told: [String: String]
    ) async throws(EngineError) {
        let references = Set(plan.enabledServices.map(\.definition.image)).sorted()
        images = told.filter { references.contains($0.key) }
        let others = references.filter { told[$0] == nil }
        guard !others.isEmpty else { return }
        let found = Self.match(others, try await reader.listImages(references: others.map(Self.filter)))
        images.merge(found) { known, _ in known }
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

/// The lists alone. They depend on nothing but the project's name, and can be asked for while its plan is still resolved.
package struct FirstLook: Sendable {
    private let listed: ObservedState
    /// Ids of images by the names that containers were made from.
    private let told: [String: String]

    package init(reader: any EngineReading, project: String) async throws(EngineError) {
        // Agreed on first: three calls at once would ask for the version three times.
        let version = try await reader.connect()
        async let containers = Answer { () async throws(EngineError) in
            try await reader.listContainers(labels: ["\(Label.project)=\(project)"])
        }
        async let networks = Answer { () async throws(EngineError) in try await reader.listNetworks() }
        async let volumes = Answer { () async throws(EngineError) in try await reader.listVolumes(labels: []) }
        let found = (await containers, await networks, await volumes)
        let summaries = try found.0.get()
        listed = ObservedState(
            project: project, containers: summaries.map(ObservedContainer.init),
            networks: try found.1.get().map { detail in
                ObservedState.Network(
                    id: detail.id, name: detail.name, driver: detail.driver, isInternal: detail.isInternal,
                    project: detail.labels[Label.project], labels: detail.labels)
            },
            volumes: try found.2.get().map { detail in
                ObservedState.Volume(
                    name: detail.name, project: detail.labels[Label.project], mark: detail.mark,
                    checkout: detail.labels[Label.checkout])
            })
        // Docker's list names the image as long as that name still leads to it, and its id from then on (API 1.51,
        // ContainerSummary.Image). A list of images takes the engine longer than all others together. Podman always
        // names it.
        let tells = version.server?.hasPrefix("Docker/") == true
        told = Dictionary(tells ? summaries.map { ($0.image, $0.imageID) } : []) { first, _ in first }
    }

    package func isOf(_ project: String) -> Bool { listed.project == project }

    /// The observed state, with what only the whole plan asks for.
    package func state(_ reader: any EngineReading, _ plan: ResolvedPlan) async throws(EngineError) -> ObservedState {
        var state = listed
        try await state.lookForImages(reader, plan, told: told)
        try await state.lookForGuests(reader, plan)
        return state
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
