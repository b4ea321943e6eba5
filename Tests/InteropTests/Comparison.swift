import TestSupport
import Testing

@testable import Compose
@testable import Profiles
@testable import Templates

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What docker compose and this project make of the same services. Made once for all tests, one call of docker compose
/// for all services, and nothing of it is left on the engine.
struct Comparison: Sendable {
    /// By service: hashes that docker compose computes over the generated file, and ours.
    var generated: [String: String] = [:]
    var ours: [String: String] = [:]
    /// By service: the label that docker compose wrote on a container made from a hand-written file, and our hash of the
    /// same service without our labels.
    var written: [String: String] = [:]
    var plain: [String: String] = [:]
    /// By service: what the engine says of docker compose's container and of ours, fact by fact.
    var theirContainers: [String: Set<String>] = [:]
    var ourContainers: [String: Set<String>] = [:]
    /// By name: labels of networks and volumes that docker compose made, and ours.
    var theirLabels: [String: String] = [:]
    var ourLabels: [String: String] = [:]

    static let engine = Program.environment("SFM_DEV_TEST_ENGINE")
    static let compose = Program.environment("SFM_DEV_TEST_COMPOSE")
    static let isPossible = engine != nil && compose != nil

    private static let made = Task { try await Comparison() }

    static func shared() async throws -> Comparison { try await made.value }

    private init() async throws {
        let temporary = try TemporaryFolder()
        let world = try InteropWorld(in: temporary)
        let result: Result<Void, any Error>
        do { result = .success(try await fill(world, temporary)) } catch { result = .failure(error) }
        world.cleanUp()
        try result.get()
    }

    private mutating func fill(_ world: InteropWorld, _ folder: borrowing TemporaryFolder) async throws {
        let model = world.model
        for service in model.plan.services {
            ours[service.name] = model.configHash(of: service)
            plain[service.name] = service.hashWithoutOwnLabels
        }
        try folder.write(model.text, to: ".sfm-dev/docker-compose.yml")
        try folder.write(world.environmentFile, to: ".env")
        let hashes = try world.compose("-f .sfm-dev/docker-compose.yml --profile '*'", "config --hash '*'")
        generated = hashes.pairs

        try folder.write(world.composeFile, to: "docker-compose.yml")
        try world.compose("-f docker-compose.yml -p \(world.theirProject) --profile '*'", "up --no-start --quiet-pull")
        try await world.createOurs()
        (theirContainers, written) = try world.containers(world.theirProject)
        (ourContainers, _) = try world.containers(world.ourProject)
        theirLabels = try world.objectLabels(world.theirProject)
        ourLabels = try world.objectLabels(world.ourProject)
    }
}

extension String {
    /// `name value` a line.
    var pairs: [String: String] {
        var pairs: [String: String] = [:]
        for line in split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2 { pairs[String(words[0])] = String(words[1]) }
        }
        return pairs
    }
}

extension ResolvedService {
    /// What a file without this project's labels is hashed to.
    var hashWithoutOwnLabels: String {
        ComposeModel.sha256(GoJSON.object(ServiceFields(service: definition, labels: definition.labels).ordered))
    }
}
