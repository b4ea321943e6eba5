import ArgumentParser
import Diagnostics
import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct Run: Command {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a command on this machine with the variables set.",
        discussion: """
              sfm-dev run -- uv run pytest
              sfm-dev run --surface cli -- printenv POSTGRES_URL
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "api, cli or consumer: only what that one reads.")
    var surface: String?

    @Argument(parsing: .postTerminator, help: "The command and its arguments, after '--'.")
    var command: [String] = []

    func run() throws {
        guard let program = command.first else {
            throw Failure(.usage, "no command was given", hint: "sfm-dev run -- printenv POSTGRES_URL")
        }
        let environment = try EnvironmentOperation.variables(global.invocation("run"), surface: surface)
        Interruption.unblock()
        signal(SIGPIPE, SIG_DFL)
        let fault = Process.replace(command, environment: environment)
        let isMissing = fault == ENOENT
        Console(environment: Process.environment).report([
            Diagnostic(.error, "cannot run '\(program)': \(String(cString: strerror(fault)))")
        ])
        // As a shell ends: 127 not found, 126 found but not run.
        throw Ended(code: isMissing ? 127 : 126)
    }
}
