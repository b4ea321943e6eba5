import ArgumentParser
import Operations

struct Switch: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch",
        abstract: "Make another profile the active one, and bring it up.",
        discussion: """
              sfm-dev switch shared-infra
              sfm-dev switch -                          the previous profile
              sfm-dev switch shared-infra --files-only  no engine is touched
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The profile, or '-' for the previous one.")
    var target: String

    @Flag(help: "Write the files only.")
    var filesOnly = false

    @Flag(help: "Move taken host ports to free ones.")
    var autoPorts = false

    @Flag(help: "Lose hand edits in the managed block of .env.")
    var force = false

    @Flag(help: "Let services pass that other machines reach with a login that everybody knows.")
    var allowExposed = false

    @Option(help: "An optional service to run too.")
    var with: [String] = []

    @Option(help: ArgumentHelp("Give up after that many seconds.", valueName: "seconds"))
    var waitTimeout: Int?

    func validate() throws {
        guard filesOnly else { return }
        if autoPorts { throw ValidationError("--auto-ports asks the engine, and --files-only does not") }
        if waitTimeout != nil { throw ValidationError("with --files-only there is nothing to wait for") }
    }

    func run() async throws {
        var options = UpOptions()
        options.waitTimeout = waitTimeout
        options.with = Set(with)
        options.autoPorts = autoPorts
        options.force = force
        options.allowsExposed = allowExposed
        try await SwitchOperation.run(global.invocation("switch"), to: target, filesOnly: filesOnly, options)
    }
}
