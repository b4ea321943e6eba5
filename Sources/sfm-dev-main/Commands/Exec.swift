import ArgumentParser
import Diagnostics
import Operations

struct Exec: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command inside a service's container.",
        discussion: """
              sfm-dev exec postgres -- psql -U postgres somamemory
              echo 'SELECT 1' | sfm-dev exec postgres -- psql -U postgres
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The service.")
    var service: String

    @Argument(parsing: .postTerminator, help: "The command and its arguments, after '--'.")
    var command: [String] = []

    func run() async throws {
        guard !command.isEmpty else {
            throw Failure(.usage, "no command was given", hint: "sfm-dev exec \(service) -- sh")
        }
        let code = try await ExecOperation.run(global.invocation("exec"), service: service, command: command)
        if code != 0 { throw Ended(code: code) }
    }
}
