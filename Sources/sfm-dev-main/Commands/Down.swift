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

struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop and remove the containers and networks; data stays.",
        discussion: """
              sfm-dev down
              sfm-dev down --volumes      the data too, after a question
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Remove the volumes, and with them the data.")
    var volumes = false

    @Flag(help: "Do not ask.")
    var yes = false

    func run() async throws {
        if volumes, !yes {
            guard isatty(STDIN_FILENO) == 1 else {
                throw Failure(.usage, "'down --volumes' deletes the data of every service", hint: "add --yes")
            }
            Console(environment: Process.environment)
                .prompt("'down --volumes' deletes the data of every service; type 'yes' to go on: ")
            guard readLine() == "yes" else { throw Failure(.notReached, "nothing was removed") }
        }
        try await LifecycleOperation.run(.down, global.invocation("down"), volumes: volumes)
    }
}
