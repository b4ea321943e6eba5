import Diagnostics
import Engine

/// What one inspection of a container says: how it runs, and what its health check found.
struct ContainerLook: Sendable, Equatable {
    var condition: ContainerCondition
    /// The answer of its health check, or that it runs where it has none.
    var health: ProbeAnswer
    var hasTerminal: Bool
    /// Seconds since 1970: the start of a container that runs and has no health check to tell more than that.
    var runsUncheckedSince: Double?
    /// How often the engine started it again by itself.
    var restarts: Int

    init(_ detail: ContainerDetail) {
        hasTerminal = detail.config.tty
        restarts = detail.restartCount
        let state = detail.state
        runsUncheckedSince = state.status == .running && state.health == nil ? Timestamp.seconds(state.startedAt) : nil
        let exit = ContainerExit(code: state.exitCode, oomKilled: state.oomKilled, error: state.error)
        switch state.status {
        case .restarting: condition = .restarting(exit, restarts: detail.restartCount)
        case .exited, .dead, .removing:
            condition =
                detail.restartPolicy.restarts(after: exit, count: detail.restartCount)
                ? .ended(exit, restarts: detail.restartCount) : .exited(exit)
        case .created where state.error != nil: condition = .exited(exit)
        case .created, .running, .paused, .unknown: condition = .running
        }
        switch (state.status, state.health?.status) {
        case (.paused, _): health = .unreachable("the container is paused")
        case (.created, _): health = .unreachable("the container is not started")
        case (_, .healthy), (.running, nil), (.unknown, nil): health = .ready(ProbeFacts())
        case (_, .starting): health = .refused(.notYet, "its health check has not passed yet")
        case (_, .unhealthy):
            let last = state.health?.log.last.map { check in
                let line = check.output.split { $0.isNewline }.last.map { ": \(String($0).shownOnOneLine)" } ?? ""
                return ": last check, exit \(check.exitCode)\(line)"
            }
            health = .refused(.notYet, "it is unhealthy" + (last ?? ""))
        default: health = .unreachable("the container does not run")
        }
    }
}

extension ContainerLook {
    /// How long a container must have run before that alone counts as ready: one that ends at once, over and over, is
    /// found running too.
    static let settling = 1.0
    /// The same for one that has ended before: a busy engine notices an end late.
    static let settlingAgain = 5.0

    /// The answer of its health check; where it has none, that it has run for a moment.
    /// - Parameter now: seconds since 1970.
    func health(at now: Double) -> ProbeAnswer {
        let settling = restarts == 0 ? Self.settling : Self.settlingAgain
        guard let start = runsUncheckedSince, now - start < settling, now >= start else { return health }
        return .refused(.notYet, "it has not run for \(restarts == 0 ? "a second" : "five seconds") yet")
    }
}

extension RestartPolicy {
    /// Whether the engine starts a container again that ended by itself (Engine API, RestartPolicy).
    func restarts(after exit: ContainerExit, count: Int) -> Bool {
        switch name {
        case "always", "unless-stopped": true
        case "on-failure": exit.code != 0 && (maximumRetryCount == 0 || count < maximumRetryCount)
        default: false
        }
    }
}
