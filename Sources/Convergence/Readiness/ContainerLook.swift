import Engine

/// What one inspection of a container says: how it runs, and what its health check found.
struct ContainerLook: Sendable, Equatable {
    var condition: ContainerCondition
    /// The answer of its health check, or that it runs where it has none.
    var health: ProbeAnswer
    var hasTerminal: Bool

    init(_ detail: ContainerDetail) {
        hasTerminal = detail.config.tty
        let state = detail.state
        let exit = ContainerExit(code: state.exitCode, oomKilled: state.oomKilled, error: state.error)
        switch state.status {
        case .restarting: condition = .restarting(exit, restarts: detail.restartCount)
        case .exited, .dead, .removing:
            // Between its end and the restart the engine shows it as exited for a moment.
            condition =
                detail.restartPolicy.restarts(after: exit, count: detail.restartCount)
                ? .restarting(exit, restarts: detail.restartCount) : .exited(exit)
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
                let line = check.output.split { $0.isNewline }.last.map { ": \(LogExcerpt.visible(String($0)))" } ?? ""
                return ": last check, exit \(check.exitCode)\(line)"
            }
            health = .refused(.notYet, "it is unhealthy" + (last ?? ""))
        default: health = .unreachable("the container does not run")
        }
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
