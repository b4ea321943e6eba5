/// What the engine says of the container behind a service that is waited for.
package enum ContainerCondition: Sendable, Equatable {
    case running
    /// It ended and the engine starts it again; `restarts` counts how often it did so since it was created.
    case restarting(ContainerExit, restarts: Int)
    /// It ended although its restart policy starts it again: for a moment between two runs, and for good where somebody
    /// stopped it.
    case ended(ContainerExit, restarts: Int)
    /// It ended and nobody starts it again.
    case exited(ContainerExit)
    /// Somebody removed it.
    case gone
}

/// How a container's last run ended.
package struct ContainerExit: Sendable, Equatable {
    package var code: Int
    /// The kernel killed it for want of memory.
    package var oomKilled: Bool
    /// The engine's own sentence, where it could not even start it.
    package var error: String?

    package init(code: Int, oomKilled: Bool = false, error: String? = nil) {
        self.code = code
        self.oomKilled = oomKilled
        self.error = error
    }
}
