package import Diagnostics

/// What `env` was asked for.
package struct EnvRequest: Sendable, Equatable {
    package var shell: ShellKind
    /// Only what this surface reads; nil for all.
    package var surface: String?
    package var unset: Bool
    /// Secrets in clear on a terminal too.
    package var show: Bool
    /// Whether standard output is one.
    package var isTerminal: Bool

    package init(
        shell: ShellKind, surface: String? = nil, unset: Bool = false, show: Bool = false, isTerminal: Bool = false
    ) {
        self.shell = shell
        self.surface = surface
        self.unset = unset
        self.show = show
        self.isTerminal = isTerminal
    }
}

/// What `env` prints, and how it ends.
package struct EnvOutput: Sendable, Equatable {
    package var output: [UInt8]
    package var messages: [Diagnostic]
    package var exitCode: ExitCode

    package init(output: [UInt8], messages: [Diagnostic], exitCode: ExitCode) {
        self.output = output
        self.messages = messages
        self.exitCode = exitCode
    }
}
