import ArgumentParser
import Operations

struct CertificatesIssue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Make the certificates that are missing or cannot go on. 'up' does so by itself.",
        discussion: """
              sfm-dev certificates issue --profile tls
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await CertificatesOperation.issue(global.invocation("certificates issue"), .needed)
    }
}
