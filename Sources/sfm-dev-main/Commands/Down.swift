import ArgumentParser
import Diagnostics
import Operations

struct Down: EngineCommand {
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
        let invocation = global.invocation("down")
        if volumes, !yes {
            guard Prompt.isPossible else {
                throw Failure(.usage, "'down --volumes' deletes the data of every service", hint: "add --yes")
            }
            let answer = try await Prompt.ask(
                "'down --volumes' deletes the data of every service; type 'yes' to go on: ", invocation.console)
            guard answer == Array("yes".utf8) else { throw Failure(.notReached, "nothing was removed") }
        }
        try await LifecycleOperation.run(.down, invocation, volumes: volumes)
        // In docker compose it is short for `--volumes`.
        if global.verbose, !volumes {
            invocation.console.report([Diagnostic(.note, "the data stays: '-v' is short for '--verbose' here")])
        }
    }
}
