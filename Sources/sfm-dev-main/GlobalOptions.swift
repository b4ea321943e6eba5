import ArgumentParser
import Operations

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(name: [.customShort("C"), .long], help: "The project folder; else the nearest one upward with profiles/.")
    var directory: String?

    @Option(help: "The profile that this call is about.")
    var profile: String?

    @Flag(name: .shortAndLong, help: "Only errors and warnings.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Requests to the engine too.")
    var verbose = false

    @Flag(help: "Wait for another sfm-dev in this project to end.")
    var waitLock = false

    func invocation(_ command: String) -> Invocation {
        var console = Console(environment: Process.environment)
        console.isQuiet = quiet
        console.isVerbose = verbose
        var invocation = Invocation(
            environment: Process.environment, command: "sfm-dev \(command)", console: console)
        invocation.directory = directory
        invocation.profile = profile
        invocation.waitsForLock = waitLock
        return invocation
    }
}

enum TextFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
