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
        var invocation = Invocation(of: command)
        invocation.console.isQuiet = quiet
        invocation.console.isVerbose = verbose
        invocation.directory = directory
        invocation.profile = profile
        invocation.waitsForLock = waitLock
        return invocation
    }
}

extension Invocation {
    /// Of a command with nothing behind it.
    init(of command: String) {
        self.init(
            environment: Process.environment, command: "sfm-dev \(command)",
            console: Console(environment: Process.environment))
    }
}

enum TextFormat: String, ExpressibleByArgument, CaseIterable { case text, json }
