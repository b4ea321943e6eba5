package import Diagnostics
package import Engine
package import Profiles
import Templates

/// Finds out what is missing inside services, and changes nothing.
package struct SeedLook: Sendable {
    let plan: ResolvedPlan
    private let reader: any EngineReading
    let ledger: any SeedLedger
    private let observed: ObservedState?
    private let redactor: @Sendable () -> Redactor

    /// - Parameters:
    ///   - observed: tells volumes apart without asking for them.
    ///   - redactor: hides what must not be shown of a service's own sentences.
    package init(
        plan: ResolvedPlan, reader: any EngineReading, ledger: any SeedLedger, observed: ObservedState?,
        redactor: @escaping @autoclosure @Sendable () -> Redactor
    ) {
        self.plan = plan
        self.reader = reader
        self.ledger = ledger
        self.observed = observed
        self.redactor = redactor
    }

    /// In the template's order: a seed may build on those before it.
    /// - Parameter facts: what the service told when it was found ready.
    func needs(
        _ service: ResolvedService, _ key: String, _ facts: ProbeFacts? = nil
    ) async throws(Failure) -> [SeedNeed] {
        var needs: [SeedNeed] = []
        if let check = check(of: service, facts) {
            needs = try await told(service) { () async throws(SeedFault) in try await check.check(service.seeds) }
        }
        let known = needs.map(\.seed)
        needs += RecordedNeeds.needs(service.seeds, await ledger.record(key)).filter { !known.contains($0.seed) }
        return service.seeds.compactMap { seed in needs.first { $0.seed == seed } }
    }

    private func check(of service: ResolvedService, _ facts: ProbeFacts?) -> (any SeedCheck)? {
        guard case .probe(let target, let address) = ReadinessCheck(service) else { return nil }
        switch target {
        case .postgres(let user, let password, let database):
            return PostgresLook(
                login: PostgresProbe(user: user, password: password, database: database), address: address)
        case .redis(let user, let password):
            return RedisSeeder(login: RedisProbe(user: user, password: password), address: address)
        case .http(_, let headers): return QdrantSeeder(headers: headers, address: address)
        case .kafka(let login, _):
            return KafkaSeeder(login: login, address: address, tunnel: nil, seen: facts?.topics)
        case .tcp: return nil
        }
    }

    func told<Value>(
        _ service: ResolvedService, at seed: ResolvedSeed? = nil,
        _ body: () async throws(SeedFault) -> Value
    ) async throws(Failure) -> Value {
        do throws(SeedFault) { return try await body() } catch {
            if Task.isCancelled { throw Failure(.interrupted, []) }
            let what =
                seed.map { "\($0.name) of '\(service.name)' cannot be made" } ?? "'\(service.name)' cannot be seeded"
            let sentence = redactor().redacted(error.sentence).shownOnOneLine
            throw Failure(
                .notReached, "\(what): \(sentence)", at: seed?.location,
                hint: error.hint ?? "sfm-dev logs \(service.name); sfm-dev up --no-seed leaves it as it is")
        }
    }

    /// A name of what the service keeps its data on that no later one has.
    func key(_ service: ResolvedService, _ container: String) async -> String {
        for mount in service.definition.mounts {
            guard case .volume(let name) = mount.kind, let volume = plan.volumes.first(where: { $0.key == name }) else {
                continue
            }
            var mark = observed?.volumes[volume.name]?.mark
            if mark == nil { mark = try? await reader.inspectVolume(volume.name)?.mark }
            return mark.map { $0.isEmpty ? volume.name : "\(volume.name) \($0)" } ?? volume.name
        }
        return "container \(container)"
    }
}
