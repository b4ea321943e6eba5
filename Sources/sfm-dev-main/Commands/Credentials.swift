import ArgumentParser

struct Credentials: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials",
        abstract: "The secrets of a profile.",
        discussion: """
              sfm-dev credentials set SOMA_API_TOKEN
            """,
        subcommands: [CredentialsSet.self, CredentialsRotate.self])
}
