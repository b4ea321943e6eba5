import ArgumentParser
import Operations

struct Profiles: Command {
    static let configuration = CommandConfiguration(
        commandName: "profiles",
        abstract: "List the profiles; '*' marks the active one.",
        discussion: """
              sfm-dev profiles
            """)

    @OptionGroup var global: GlobalOptions

    func run() throws { try OverviewOperation.profiles(global.invocation("profiles")) }
}
