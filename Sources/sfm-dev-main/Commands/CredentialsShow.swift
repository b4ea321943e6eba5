import ArgumentParser
import Operations

struct CredentialsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the value of a credential, on a terminal too.",
        discussion: """
              sfm-dev credentials show POSTGRES_PASSWORD
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The credential's name.")
    var name: String

    func run() throws { try CredentialsOperation.show(global.invocation("credentials show"), name) }
}
