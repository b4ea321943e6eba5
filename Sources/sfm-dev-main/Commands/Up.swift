import ArgumentParser
import Operations

struct Up: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Make the environment run, and wait until it is ready.",
        discussion: """
              sfm-dev up                  every service of the profile
              sfm-dev up postgres         one, and what it needs
              sfm-dev up --with api       an optional one too, remembered until 'down'
              sfm-dev up --auto-ports     taken host ports move to free ones
            """
    ).askedAlone()

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions

    @Flag(help: "Move taken host ports to free ones, and remember them.")
    var autoPorts = false

    @Flag(help: "Lose hand edits in the managed block of .env.")
    var force = false

    @Flag(help: "Leave what is inside services as it is: passwords, databases, topics.")
    var noSeed = false

    @Flag(help: "Show how long each service took to be ready, those too that were at once.")
    var timings = false

    @Option(help: ArgumentHelp("Give up after that many seconds.", valueName: "seconds"))
    var waitTimeout: Int?

    static func runPlain() async throws -> Bool {
        try await UpOperation.run(Invocation(of: "up"), UpOptions())
        return true
    }

    func run() async throws {
        var options = selection.options
        options.autoPorts = autoPorts
        options.force = force
        options.timings = timings
        options.seeds = !noSeed
        options.waitTimeout = waitTimeout
        try await UpOperation.run(global.invocation("up"), options)
    }
}

/// What `up` and `plan` share.
struct SelectionOptions: ParsableArguments {
    @Argument(help: "Services; all of the profile when none is named.")
    var services: [String] = []

    @Option(help: "An optional service to run too.")
    var with: [String] = []

    @Option(help: "An optional service to run no longer.")
    var without: [String] = []

    @Option(help: "When images are pulled: missing, always, never. (default: as each template says, else missing)")
    var pull: PullWord?

    @Flag(help: "Make every container anew.")
    var forceRecreate = false

    @Flag(help: "Remove containers of services that the profile does not have.")
    var removeOrphans = false

    @Flag(help: "Let services pass that other machines reach with a login that everybody knows.")
    var allowExposed = false

    enum PullWord: String, ExpressibleByArgument, CaseIterable { case missing, always, never }

    var options: UpOptions {
        var options = UpOptions()
        options.services = Set(services)
        options.with = Set(with)
        options.without = Set(without)
        options.pullPolicy = pull?.rawValue
        options.forceRecreate = forceRecreate
        options.removeOrphans = removeOrphans
        options.allowsExposed = allowExposed
        return options
    }
}
