import ArgumentParser
import Diagnostics
import Operations

struct CredentialsSet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Set a credential: from standard input, or asked for without echo.",
        discussion: """
              sfm-dev credentials set SOMA_API_TOKEN --profile shared-infra
              pass show soma/token | sfm-dev credentials set SOMA_API_TOKEN
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The credential's name.")
    var name: String

    func run() async throws {
        let invocation = global.invocation("credentials set")
        try CredentialsOperation.check(invocation, name)
        try CredentialsOperation.set(invocation, name, Secret(try await value(invocation)))
    }

    private func value(_ invocation: Invocation) async throws(Failure) -> String {
        guard Prompt.isPossible else { return String(decoding: try await Prompt.piped(), as: UTF8.self) }
        guard let line = try await Prompt.ask("\(name): ", invocation.console, echo: false) else {
            throw Failure(.interrupted, "no value was given")
        }
        return String(decoding: line, as: UTF8.self)
    }
}
