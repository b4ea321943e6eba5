import Convergence
import Diagnostics
import Engine
import Profiles
import Synchronization
import Templates

/// Waits for services by their own protocols; finds the container of each.
struct Waiter: Sendable {
    let plan: ResolvedPlan
    let engine: EngineClient
    let limit: Duration?
    /// What the engine had, where no step has changed it since.
    let observed: ObservedState?
    /// Where what seeds made is kept and told; nil where services are only waited for.
    var seeds: (ledger: ServerLedger, volumes: ObservedState, progress: StepProgress)?
    /// Services that are only waited for all the same.
    var unseeded: Set<String> = []
    /// Credentials that are set inside, whatever logs in now: a rotation's.
    var renewed: Set<String> = []
    /// The containers are those of the plan.
    var mayRestart = false
    /// What goes on where this is interrupted.
    var again = "sfm-dev up"

    private var waiter: ReadinessWaiter {
        ReadinessWaiter(
            plan: plan, engine: engine, exec: ExecCheck(engine), redactor: KnownSecrets.redactor,
            limit: limit,
            probe: { target, address, deadline in await probe(target, at: address, deadline: deadline) })
    }

    func wait(_ service: ResolvedService, _ condition: Dependency.Condition) async throws(Failure) {
        let id = try await container(of: service)
        guard condition == .completed else { return try await makeReady(service, id) }
        try await waiter.wait(for: service, container: id, goal: .completed)
    }

    private func makeReady(_ service: ResolvedService, _ container: String) async throws(Failure) {
        guard let seeds, !unseeded.contains(service.name) else {
            return _ = try await waiter.wait(for: service, container: container)
        }
        let progress = seeds.progress
        try await seeding(seeds.ledger, volumes: seeds.volumes) { event in await progress.take(event) }
            .makeReady(service, container: container)
    }

    /// - Parameter volumes: tells the age of volumes; without it the engine is asked.
    func seeding(
        _ ledger: ServerLedger, volumes: ObservedState?, _ sink: @escaping @Sendable (SeedEvent) async -> Void
    ) -> Seeding {
        let look = SeedLook(
            plan: plan, reader: engine, ledger: ledger, observed: volumes, redactor: KnownSecrets.redactor)
        return Seeding(
            engine: engine, waiter: waiter, look: look, renewed: renewed, mayRestart: mayRestart,
            clock: { WallClock.seconds() }, sink: sink)
    }

    /// All at once: the slowest decides. Every failure is told, not only the first.
    func waitForAll(_ services: [ResolvedService], _ progress: StepProgress) async throws(Failure) {
        let ids = try await containers(of: services)
        try await together(services) { service in
            let began = ContinuousClock.now
            guard let id = ids[service.name] else { return nil }
            do throws(Failure) { try await makeReady(service, id) } catch { return error }
            await progress.ready(service.name, after: began.duration(to: .now))
            return nil
        }
    }

    /// Services that somebody else runs: their login works, and where that cannot be tried, they are reached.
    /// - Returns: what a user of them should know.
    func waitForExternal(_ progress: StepProgress) async throws(Failure) -> [String] {
        let patience = limit ?? Self.externalPatience
        let notes = Mutex<[String]>([])
        try await together(plan.external) { service in
            do throws(Failure) {
                let answer = try await waiter.wait(for: service, within: patience)
                if case .ready(let facts)? = answer, let brokers = AdvertisedBrokers(service, facts),
                    let note = await brokers.note()
                {
                    notes.withLock { $0.append(note) }
                }
            } catch {
                return error
            }
            await progress.ready(service.name, after: .zero)
            return nil
        }
        return notes.withLock { $0.sorted() }
    }

    /// It runs already, or it does not: nothing is being started that would take longer.
    private static let externalPatience = Duration.seconds(5)

    /// The work returns what went wrong instead of throwing it: Swift 6.3 cannot compile lists of such closures.
    private func together<Item: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async -> Failure?
    ) async throws(Failure) {
        let failures = await withTaskGroup(of: Failure?.self) { group in
            for item in items { group.addTask { await work(item) } }
            var failures: [Failure] = []
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
        guard let first = failures.first else { return }
        if failures.contains(where: { $0.exitCode == .interrupted }) { throw .interrupted(again: again) }
        throw Failure(first.exitCode, failures.flatMap(\.diagnostics).sorted { $0.message < $1.message })
    }

    private func container(of service: ResolvedService) async throws(Failure) -> String {
        guard let id = try await listed([service])[service.name] else {
            throw Failure(.notReached, "'\(service.name)' has no container", hint: "sfm-dev up")
        }
        return id
    }

    /// Those that were seen running need no second look, where nothing has changed since.
    private func containers(of services: [ResolvedService]) async throws(Failure) -> [String: String] {
        guard let observed else { return try await listed(services) }
        let known = Dictionary(
            observed.containers.compactMap { container in
                container.isActive ? container.service.map { ($0, container.id) } : nil
            }
        ) { first, _ in first }
        let isComplete = services.allSatisfy { known[$0.name] != nil }
        return isComplete ? known : try await listed(services)
    }

    private func listed(_ services: [ResolvedService]) async throws(Failure) -> [String: String] {
        let found = try await asking { () async throws(EngineError) in
            try await engine.listContainers(labels: ["\(Label.project)=\(plan.project)"])
        }
        let ids = services.compactMap { service in found.current(of: service.name).map { (service.name, $0.id) } }
        return Dictionary(ids) { first, _ in first }
    }
}
