import ArgumentParser
import Diagnostics
import DotEnv
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
        let bytes = try await value(invocation)
        if let problem = EnvValue.problem(bytes: bytes) {
            throw Failure(.badInput, "the value of '\(name)' \(problem)")
        }
        try await CredentialsOperation.set(invocation, name, Secret(String(decoding: bytes, as: UTF8.self)))
    }

    private func value(_ invocation: Invocation) async throws(Failure) -> [UInt8] {
        guard Prompt.isPossible else { return try await Prompt.piped() }
        return try await Prompt.credential(name, invocation.console)
    }
}
