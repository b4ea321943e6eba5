package import Diagnostics
package import Engine
package import Profiles
import Templates

/// Waits until services are ready, one deadline for each.
package struct ReadinessWaiter: Sendable {
    package typealias Probe = @Sendable (ProbeTarget, ProbeAddress, Duration) async -> ProbeAnswer

    /// One look may take no longer than this: a server that hangs is asked anew.
    private static let longestLook = Duration.seconds(2)
    /// How often the engine is asked where its events told nothing.
    private static let inspectionInterval = Duration.seconds(1)
    /// A command inside costs a process: it is not started as often as a socket is opened.
    private static let execInterval = Duration.milliseconds(250)

    let plan: ResolvedPlan
    let engine: any EngineReading
    let exec: ExecCheck?
    /// Made when something went wrong: forms of secrets cost time.
    private let makeRedactor: @Sendable () -> Redactor
    private var redactor: Redactor { makeRedactor() }
    let probe: Probe
    /// `--wait-timeout`: beats every service's own `ready_within`.
    let limit: Duration?

    /// - Parameters:
    ///   - exec: without it a check by a command inside comes down to the container's health.
    ///   - redactor: hides what must not be shown of a log or of a server's own sentence.
    package init(
        plan: ResolvedPlan, engine: any EngineReading, exec: ExecCheck?,
        redactor: @escaping @autoclosure @Sendable () -> Redactor, limit: Duration? = nil,
        probe: @escaping Probe
    ) {
        self.plan = plan
        self.engine = engine
        self.exec = exec
        makeRedactor = redactor
        self.limit = limit
        self.probe = probe
    }

    /// - Parameters:
    ///   - container: its id.
    ///   - goal: for a job it is always its end.
    /// - Returns: the answer that proved it; nil for a job.
    /// - Throws: `.notReached` with what the service was last heard of; `.interrupted` when the task is cancelled.
    @discardableResult
    package func wait(
        for service: ResolvedService, container: String, goal: ReadinessMachine.Goal = .ready
    ) async throws(Failure) -> ProbeAnswer? {
        let check = ReadinessCheck(service)
        let goal = if case .completed = check { ReadinessMachine.Goal.completed } else { goal }
        let machine = ReadinessMachine(goal: goal, within: limit ?? service.readyWithin.duration)
        let (verdict, look) = await run(machine, check, container: container)
        switch verdict {
        case .reached(let answer): return answer
        case .look: throw Failure(.interrupted, [])
        case .gaveUp(let reason):
            var failure = ReadinessFailure(service: service.name, reason: reason)
            failure.login = .init(service.ready, in: plan)
            if let credential = service.loginCredential { failure.login?.credential = credential }
            failure.login?.isLive = service.liveCredential != nil
            failure.location = service.location
            tell(&failure)
            failure.waiting = plan.enabledServices.filter { other in
                other.definition.dependsOn.contains { $0.service == service.name && $0.condition != .started }
            }.map(\.name)
            failure.log = await log(of: container, hasTerminal: look?.hasTerminal ?? false)
            throw failure.safe(redactor).failure
        }
    }

    /// A service that somebody else runs: only looked at, never blamed on a container.
    @discardableResult
    package func wait(
        for service: ExternalService, within: Duration
    ) async throws(Failure) -> ProbeAnswer? {
        let machine = ReadinessMachine(goal: .ready, within: limit ?? within)
        switch await run(machine, ReadinessCheck(service), container: nil).0 {
        case .reached(let answer): return answer
        case .look: throw Failure(.interrupted, [])
        case .gaveUp(let reason):
            var failure = ReadinessFailure(service: service.name, reason: reason)
            failure.isExternal = true
            failure.login = .init(service.ready, in: plan)
            if let credential = service.loginCredential { failure.login?.credential = credential }
            failure.address = service.host.description
            tell(&failure)
            throw failure.safe(redactor).failure
        }
    }

    private func tell(_ failure: inout ReadinessFailure) {
        failure.profile = plan.profile
        failure.isLimited = limit != nil
    }

    /// - Returns: the end, or `look` where the task was cancelled before it; and what the engine last said.
    private func run(
        _ start: ReadinessMachine, _ check: ReadinessCheck, container: String?
    ) async -> (ReadinessMachine.Verdict, ContainerLook?) {
        var machine = start
        let began = ContinuousClock.now
        func elapsed() -> Duration { began.duration(to: .now) }
        var verdict = machine.take(.tick, at: .zero)
        // A service that is ready at once costs the engine no request.
        if check.isProbe {
            verdict = machine.take(.answer(await answer(check, container, machine.limit)), at: elapsed())
        }
        guard case .look = verdict else { return (verdict, nil) }
        let pause = Pause()
        return await withTaskGroup(of: Void.self) { group in
            if let container { group.addTask { await watch(container, pause) } }
            defer { group.cancelAll() }
            var look: ContainerLook?
            var inspected: Duration?
            var isCut = true
            while case .look = verdict, !Task.isCancelled {
                var input = ReadinessMachine.Input.tick
                if let container, isCut || inspected.map({ elapsed() - $0 >= Self.inspectionInterval }) ?? true {
                    inspected = elapsed()
                    switch await inspect(container) {
                    case .success(let seen):
                        look = seen
                        let inspected = machine.take(.container(seen.condition), at: elapsed())
                        if seen.condition != .running {
                            verdict = inspected
                        } else if asksHealth(check) {
                            input = .answer(seen.health(at: Timestamp.now))
                        }
                    case .failure(let error) where error.isNotFound:
                        verdict = machine.take(.container(.gone), at: elapsed())
                    case .failure(let error):
                        // It says nothing of the service: the deadline still counts.
                        if !check.isProbe { input = .answer(.unreachable("the engine: \(error.sentence)")) }
                    }
                    guard case .look = verdict else { break }
                }
                if check.isProbe || isExec(check) && look?.condition == .running {
                    input = .answer(await answer(check, container, machine.limit - elapsed()))
                }
                verdict = machine.take(input, at: elapsed())
                guard case .look(let after) = verdict else { break }
                isCut = await pause.wait(for: isExec(check) ? max(after, Self.execInterval) : after)
            }
            return (verdict, look)
        }
    }

    private func isExec(_ check: ReadinessCheck) -> Bool {
        if case .exec = check { exec != nil } else { false }
    }

    private func asksHealth(_ check: ReadinessCheck) -> Bool {
        switch check {
        case .health, .running: true
        case .exec: exec == nil
        case .probe, .completed: false
        }
    }

    private func answer(_ check: ReadinessCheck, _ container: String?, _ left: Duration) async -> ProbeAnswer {
        let deadline = min(Self.longestLook, max(.milliseconds(50), left))
        switch check {
        case .probe(let target, let address): return await probe(target, address, deadline)
        case .exec(let command):
            guard let exec, let container else { return .unreachable("nothing to run its check in") }
            // A process needs its time to start: the last look is not cut short, or it would tell nothing.
            return await exec.answer(container, command, deadline: Self.longestLook)
        case .health, .completed, .running: return .unreachable("nothing to ask")
        }
    }

    private func inspect(_ container: String) async -> Result<ContainerLook, EngineError> {
        do throws(EngineError) { return .success(ContainerLook(try await engine.inspectContainer(container))) } catch {
            return .failure(error)
        }
    }

    /// Cuts the pause short when the engine reports something of the container.
    private func watch(_ container: String, _ pause: Pause) async {
        let filters = ["type": ["container"], "container": [container]]
        guard let events = try? await engine.events(filters: filters) else { return }
        var iterator = events.makeAsyncIterator()
        while let event = try? await iterator.next() {
            // A health check and a command inside report themselves too, at each run.
            if !event.action.hasPrefix("exec_") { pause.cut() }
        }
    }

    private func log(of container: String, hasTerminal: Bool) async -> [String] {
        let query = LogQuery(tail: 10)
        guard let stream = try? await engine.logs(container, query, tty: hasTerminal) else { return [] }
        var bytes: [UInt8] = []
        var iterator = stream.makeAsyncIterator()
        // Ten lines of a message; a single one may be as long as a program likes.
        while bytes.count < 65_536, let chunk = try? await iterator.next() { bytes += chunk.bytes }
        return LogExcerpt.lines(of: bytes, redactor: redactor)
    }
}

extension ReadinessFailure {
    /// What a server, a check or the engine said, without secrets and control characters.
    func safe(_ redactor: Redactor) -> ReadinessFailure {
        func clean(_ text: String) -> String { redactor.redacted(text).shownOnOneLine }
        func clean(_ exit: ContainerExit) -> ContainerExit {
            ContainerExit(code: exit.code, oomKilled: exit.oomKilled, error: exit.error.map(clean))
        }
        var result = self
        switch reason {
        case .refused(let kind, let text): result.reason = .refused(kind, clean(text))
        case .exited(let exit): result.reason = .exited(clean(exit))
        case .crashLoop(let exit, let restarts): result.reason = .crashLoop(clean(exit), restarts: restarts)
        case .outOfTime(let limit, .refused(let kind, let text)):
            result.reason = .outOfTime(limit, last: .refused(kind, clean(text)))
        case .outOfTime(let limit, .silent(let text)): result.reason = .outOfTime(limit, last: .silent(clean(text)))
        case .outOfTime(let limit, .unreachable(let text)):
            result.reason = .outOfTime(limit, last: .unreachable(clean(text)))
        case .outOfTime, .removed: break
        }
        return result
    }
}
