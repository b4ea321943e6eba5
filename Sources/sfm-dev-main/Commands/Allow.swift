import ArgumentParser
import Operations

struct Allow: Command {
    static let configuration = CommandConfiguration(
        commandName: "allow",
        abstract: "Let this project set variables in shells with the hook.",
        discussion: """
              sfm-dev allow
              sfm-dev allow --revoke
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Take it back.")
    var revoke = false

    func run() throws { try HookOperation.allow(global.invocation("allow"), revoke: revoke) }
}
