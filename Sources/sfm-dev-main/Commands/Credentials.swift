import ArgumentParser

struct Credentials: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials",
        abstract: "The secrets of a profile.",
        discussion: """
              sfm-dev credentials list                 where each is from, and who holds it
              sfm-dev credentials set SOMA_API_TOKEN
              sfm-dev credentials show SOMA_API_TOKEN
            """,
        subcommands: [
            CredentialsListCommand.self, CredentialsSet.self, CredentialsShow.self, CredentialsRotate.self,
        ])
}
