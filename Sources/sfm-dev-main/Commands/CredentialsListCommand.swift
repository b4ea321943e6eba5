import ArgumentParser
import Operations

struct CredentialsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the credentials of a profile, where each is from and who holds it; never a value.",
        discussion: """
              sfm-dev credentials list
              sfm-dev credentials list --profile shared-infra
              sfm-dev credentials list --format json
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "text or json.")
    var format: TextFormat = .text

    func run() throws {
        try CredentialsOperation.list(global.invocation("credentials list"), json: format == .json)
    }
}
