/// A command to be run in a container that runs.
package struct ExecSpec: Sendable, Equatable, Encodable {
    package var command: [String]
    package var environment: [String]
    package var user: String?
    package var workingDirectory: String?
    /// With every capability, whatever its container has.
    package var isPrivileged: Bool
    package var tty: Bool
    package var attachStdin: Bool
    package var attachStdout: Bool
    package var attachStderr: Bool

    package init(
        command: [String], environment: [String] = [], user: String? = nil, workingDirectory: String? = nil,
        privileged: Bool = false, tty: Bool = false, attachStdin: Bool = false, attachStdout: Bool = true,
        attachStderr: Bool = true
    ) {
        self.command = command
        self.environment = environment
        self.user = user
        self.workingDirectory = workingDirectory
        isPrivileged = privileged
        self.tty = tty
        self.attachStdin = attachStdin
        self.attachStdout = attachStdout
        self.attachStderr = attachStderr
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encode(command, forKey: "Cmd")
        try fields.encodeUnlessEmpty(environment, "Env")
        try fields.encodeIfPresent(user, forKey: "User")
        try fields.encodeIfPresent(workingDirectory, forKey: "WorkingDir")
        if isPrivileged { try fields.encode(true, forKey: "Privileged") }
        try fields.encode(tty, forKey: "Tty")
        try fields.encode(attachStdin, forKey: "AttachStdin")
        try fields.encode(attachStdout, forKey: "AttachStdout")
        try fields.encode(attachStderr, forKey: "AttachStderr")
    }
}

package struct ExecState: Sendable, Equatable, Decodable {
    package var isRunning: Bool
    /// `nil` until it has ended.
    package var exitCode: Int?

    package init(isRunning: Bool, exitCode: Int?) {
        self.isRunning = isRunning
        self.exitCode = exitCode
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        isRunning = try fields.value("Running", or: false)
        // While it runs, engines write null or 0.
        exitCode = isRunning ? nil : try fields.optional("ExitCode")
    }
}
