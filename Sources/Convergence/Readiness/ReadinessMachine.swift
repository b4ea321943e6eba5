/// Decides, from what was seen of one service so far, whether to look again, to stop, or to go on. It has no clock:
/// every input comes with the time since the waiting began.
package struct ReadinessMachine: Sendable {
    package enum Goal: Sendable {
        /// The service speaks its protocol, be it to refuse a login.
        case answering
        /// A login works.
        case ready
        /// The container's program ended with 0.
        case completed
    }

    package enum Input: Sendable, Equatable {
        case answer(ProbeAnswer)
        case container(ContainerCondition)
        /// Nothing new but the time.
        case tick
    }

    package enum Verdict: Sendable, Equatable {
        /// Look again after that time.
        case look(after: Duration)
        /// The goal is reached; the answer that proved it, nil where there was none to ask for.
        case reached(ProbeAnswer?)
        case gaveUp(Reason)
    }

    package enum Reason: Sendable, Equatable {
        case exited(ContainerExit)
        /// It was still ending and starting again when the time was over.
        case crashLoop(ContainerExit, restarts: Int)
        case removed
        /// It answers, and refuses the login for a reason that does not pass by itself.
        case refused(RefusalKind, String)
        /// The time that was given, and the last answer, if any came.
        case outOfTime(Duration, last: ProbeAnswer?)
    }

    /// How long a service may refuse a login for one and the same reason: a server that is still setting itself up may
    /// do so for a moment.
    package static let refusalPatience = Duration.seconds(2)

    /// How long a container may be seen as ended before it counts as stopped: the engine shows one that it will start again
    /// as restarting.
    package static let endPatience = Duration.seconds(2)

    package let goal: Goal
    package let limit: Duration
    private var lastAnswer: ProbeAnswer?
    private var lastRestart: (exit: ContainerExit, count: Int, since: Duration)?
    private var refusedSince: Duration?
    /// Since when it has been seen as ended, and how often it had been restarted then.
    private var ended: (since: Duration, restarts: Int)?

    package init(goal: Goal, within limit: Duration) {
        self.goal = goal
        self.limit = limit
    }

    /// How long to wait before the next look: 20 to 50 ms for the half minute in which services start, so that nobody
    /// waits much longer than the service needs; then a quarter of a second, and after a minute a whole one.
    package static func pause(after elapsed: Duration) -> Duration {
        if elapsed >= .seconds(60) { return .seconds(1) }
        if elapsed >= .seconds(30) { return .milliseconds(250) }
        return min(max(.milliseconds(20), elapsed / 100), .milliseconds(50))
    }

    package mutating func take(_ input: Input, at elapsed: Duration) -> Verdict {
        let final: Verdict? =
            switch input {
            case .answer(let answer): take(answer, at: elapsed)
            case .container(let condition): take(condition, at: elapsed)
            case .tick: nil
            }
        if let final { return final }
        guard elapsed < limit else { return .gaveUp(outOfTime) }
        return .look(after: min(Self.pause(after: elapsed), limit - elapsed))
    }

    private mutating func take(_ answer: ProbeAnswer, at elapsed: Duration) -> Verdict? {
        let isSame = answer.refusal != nil && answer == lastAnswer
        lastAnswer = answer
        // A program that ends over and over is met running too: only one that has held out is past its restart.
        if case .unreachable = answer {
        } else if let last = lastRestart, elapsed - last.since >= Self.endPatience {
            lastRestart = nil
        }
        guard goal != .completed else { return nil }
        if case .ready = answer { return .reached(answer) }
        guard let (kind, sentence) = answer.refusal, kind.isLasting else {
            refusedSince = nil
            return nil
        }
        if goal == .answering { return .reached(answer) }
        guard isSame, let refusedSince else {
            refusedSince = elapsed
            return nil
        }
        return elapsed - refusedSince >= Self.refusalPatience ? .gaveUp(.refused(kind, sentence)) : nil
    }

    private mutating func take(_ condition: ContainerCondition, at elapsed: Duration) -> Verdict? {
        if case .ended(let exit, let restarts) = condition {
            if let ended, ended.restarts == restarts {
                if elapsed - ended.since >= Self.endPatience { return .gaveUp(.exited(exit)) }
            } else {
                ended = (elapsed, restarts)
            }
        }
        switch condition {
        case .running:
            ended = nil
            return nil
        case .gone: return .gaveUp(.removed)
        case .exited(let exit): return goal == .completed && exit.code == 0 ? .reached(nil) : .gaveUp(.exited(exit))
        case .restarting(let exit, let restarts), .ended(let exit, let restarts):
            refusedSince = nil
            lastRestart = (exit, restarts, since: elapsed)
            return nil
        }
    }

    private var outOfTime: Reason {
        if let lastRestart {
            return lastRestart.count == 0
                ? .exited(lastRestart.exit) : .crashLoop(lastRestart.exit, restarts: lastRestart.count)
        }
        // A short time may end before the patience does; what the server says explains more than that it is over.
        if let (kind, sentence) = lastAnswer?.refusal, kind.isLasting { return .refused(kind, sentence) }
        return .outOfTime(limit, last: lastAnswer)
    }
}

extension ProbeAnswer {
    /// What a server that answers says against the login; nil for any other answer.
    var refusal: (kind: RefusalKind, sentence: String)? {
        if case .refused(let kind, let sentence) = self { (kind, sentence) } else { nil }
    }
}

extension RefusalKind {
    /// Whether waiting cannot help. `other` covers what a web server says while its application is still loading.
    var isLasting: Bool {
        switch self {
        case .wrongPassword, .unknownRoleOrPassword, .databaseMissing, .needsTLS, .lacksTLS, .untrusted, .noAuthority:
            true
        case .notYet, .other: false
        }
    }
}
