import ArgumentParser
import Operations

struct Settings: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Show the addresses of the services, never a secret.",
        discussion: """
              sfm-dev settings
            """)

    @OptionGroup var global: GlobalOptions

    func run() throws { try OverviewOperation.settings(global.invocation("settings")) }
}
