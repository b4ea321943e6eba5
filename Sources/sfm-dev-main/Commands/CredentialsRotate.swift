import ArgumentParser
import Operations

struct CredentialsRotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give credentials new random values, in the services and in the files.",
        discussion: """
              sfm-dev credentials rotate POSTGRES_PASSWORD
              sfm-dev credentials rotate --all
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Credentials of the active profile.")
    var names: [String] = []

    @Flag(help: "All that can be rotated.")
    var all = false

    func validate() throws {
        if names.isEmpty, !all { throw ValidationError("name a credential, or give --all") }
        if !names.isEmpty, all { throw ValidationError("--all stands alone") }
    }

    func run() async throws {
        try await RotateOperation.run(global.invocation("credentials rotate"), names)
    }
}
