package import Diagnostics
package import Engine
package import Profiles
import Templates

/// Takes a service that was started to ready: it answers, its login and its seeds are made true, and the login is proved.
package struct Seeding: Sendable {
    let engine: any EngineWriting
    let waiter: ReadinessWaiter
    let look: SeedLook
    /// Seconds since 1970.
    let clock: @Sendable () -> Int64
    let sink: @Sendable (SeedEvent) async -> Void

    private var ledger: any SeedLedger { look.ledger }

    /// Credentials that are set inside, whatever logs in now.
    let renewed: Set<String>
    /// The containers are those that the plan wants: a restart gives a service the password of the plan.
    let mayRestart: Bool

    /// - Parameters:
    ///   - renewed: credentials that are set inside whatever logs in now: a server that takes any password shows nothing.
    ///   - sink: told of everything that was made.
    package init(
        engine: any EngineWriting, waiter: ReadinessWaiter, look: SeedLook, renewed: Set<String> = [],
        mayRestart: Bool = false,
        clock: @escaping @Sendable () -> Int64, sink: @escaping @Sendable (SeedEvent) async -> Void
    ) {
        self.renewed = renewed
        self.mayRestart = mayRestart
        self.engine = engine
        self.waiter = waiter
        self.look = look
        self.clock = clock
        self.sink = sink
    }

    /// - Parameter container: its id.
    /// - Throws: `.notReached` with what the service, or a seed, said last.
    package func makeReady(_ service: ResolvedService, container: String) async throws(Failure) {
        let seeder = seeder(of: service, container: container)
        guard seeder != nil || !service.seeds.isEmpty || restarts(service) else {
            try await waiter.wait(for: service, container: container)
            try await proveInside(service, container)
            return
        }
        var answer = try await waiter.wait(for: service, container: container, goal: .answering)
        // A value that no login could prove is not set: the certificate comes first.
        var renews = (service.liveCredential.map(renewed.contains) ?? false) && answer?.refusal?.kind.isAboutTLS != true
        var repaired: [SeedRepair] = []
        // What one repair leaves wrong another may mend: first the password, then the database.
        while let seeder, repaired.count < 3 {
            guard let kind = renews ? .unknownRoleOrPassword : answer?.refusal?.kind else { break }
            renews = false
            let repair: SeedRepair? = try await look.told(service) { () async throws(SeedFault) in
                try await seeder.repair(kind)
            }
            guard let repair, !repaired.contains(repair) else { break }
            repaired.append(repair)
            await sink(.repaired(service: service.name, repair))
            answer = try await waiter.wait(for: service, container: container, goal: .answering)
        }
        if !answer.isReady { answer = try await proof(service, container, after: repaired, answer) }
        try await proveInside(service, container)
        let key = await look.key(service, container)
        try await checkIdentity(service, answer, key, seeder)
        if try await seed(service, container, key, seeder, answer?.facts) {
            try await waiter.wait(for: service, container: container)
        }
    }

    private func proof(
        _ service: ResolvedService, _ container: String, after repaired: [SeedRepair], _ answer: ProbeAnswer?
    ) async throws(Failure) -> ProbeAnswer? {
        do throws(Failure) { return try await waiter.wait(for: service, container: container) } catch {
            guard error.exitCode == .notReached, !error.diagnostics.isEmpty else { throw error }
            if answer?.refusal?.kind == .wrongPassword, restarts(service) {
                return try await restart(service, container)
            }
            guard let last = repaired.last else { throw error }
            var failure = error
            let note = "\(last.what) was set inside, and the port still refuses it: another server may answer there"
            failure.diagnostics[0].notes.append(.init(note))
            failure.diagnostics[0].hint = "sfm-dev doctor"
            throw failure
        }
    }

    private func restarts(_ service: ResolvedService) -> Bool { mayRestart && service.rereadsPassword }

    private func restart(_ service: ResolvedService, _ container: String) async throws(Failure) -> ProbeAnswer? {
        try await look.told(service) { () async throws(SeedFault) in
            do throws(EngineError) { try await engine.restartContainer(container, timeout: nil) } catch {
                throw SeedFault(error.sentence)
            }
        }
        let repair = SeedRepair(what: "restarted", cause: "it refused the password that it was made with")
        await sink(.repaired(service: service.name, repair))
        return try await waiter.wait(for: service, container: container)
    }

    /// The same volume with another server on the port: one that is not the container's.
    private func checkIdentity(
        _ service: ResolvedService, _ answer: ProbeAnswer?, _ key: String, _ seeder: (any ServiceSeeder)?
    ) async throws(Failure) {
        guard let identity = answer?.facts?.systemIdentifier else { return }
        let known = await ledger.record(key).identity
        guard known != identity else { return }
        if known != nil, let seeder = seeder as? PostgresSeeder {
            let inside = try await look.told(service) { () async throws(SeedFault) in try await seeder.identity() }
            guard inside == identity else {
                throw Failure(
                    .notReached, "another server than '\(service.name)' answers on its port \(seeder.address)",
                    notes: [.init("its identity is \(identity), that of the container's is \(inside)")],
                    hint: "sfm-dev doctor")
            }
        }
        // The container's own server with another identity has other data: what was done to the former is not done to it.
        try await ledger.keep(key) { record in
            if record.identity != nil { record.done = [:] }
            record.identity = identity
        }
    }

    /// - Returns: whether anything was made.
    private func seed(
        _ service: ResolvedService, _ container: String, _ key: String, _ seeder: (any ServiceSeeder)?,
        _ facts: ProbeFacts?
    ) async throws(Failure) -> Bool {
        guard !service.seeds.isEmpty else { return false }
        var needs = try await look.needs(service, key, facts)
        if !renewed.isEmpty {
            needs = service.seeds.compactMap { seed in
                seed.hasPassword
                    ? SeedNeed(seed: seed, cause: "new value") : needs.first { $0.seed == seed }
            }
        }
        for need in needs {
            let seed = need.seed
            // Whoever waits should know for what.
            let waiting = Task {
                try await Task.sleep(for: .seconds(3))
                await sink(.note(Diagnostic(.note, "\(seed.name) of '\(service.name)' is still at work")))
            }
            defer { waiting.cancel() }
            let note = try await look.told(service, at: seed) { () async throws(SeedFault) in
                if case .command(let words, let user) = seed.what {
                    try await run(words, user, in: container)
                    return nil as String?
                }
                return try await seeder?.apply(seed)
            }
            let done = ServerRecord.Done(digest: RecordedNeeds.digest(seed) ?? "", time: clock())
            try await ledger.keep(key) { $0.done[seed.name] = done }
            await sink(.applied(service: service.name, seed: seed.name, cause: need.cause))
            if let note { await sink(.note(Diagnostic(.warning, note, at: seed.location))) }
        }
        return !needs.isEmpty
    }

    private func run(_ words: [String], _ user: String?, in container: String) async throws(SeedFault) {
        let command = InsideCommand(engine: engine, container: container)
        let result: InsideCommand.Result
        do { result = try await command.run(ExecSpec(command: words, user: user)) } catch {
            throw SeedFault(error.sentence)
        }
        guard result.code == 0 else {
            let said = LogExcerpt.lastLine(of: Array((result.output + result.errors).utf8))
            throw SeedFault("it ended with \(result.code)\(said)")
        }
    }
}

extension ProbeAnswer {
    fileprivate var facts: ProbeFacts? { if case .ready(let facts) = self { facts } else { nil } }
}

extension ProbeAnswer? {
    fileprivate var isReady: Bool { self?.facts != nil }
}
