import ArgumentParser
import Operations

struct CertificatesRenew: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: "Make certificates anew, whatever lies there.",
        discussion: """
              sfm-dev certificates renew redis kafka
              sfm-dev certificates renew                 all of them
              sfm-dev certificates renew --authority     the CA too: who trusted the old one must trust the new one
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services, or 'client'.")
    var names: [String] = []

    @Flag(help: "The CA, and with it all that it signed.")
    var authority = false

    func validate() throws {
        if !names.isEmpty, authority { throw ValidationError("--authority stands alone: it renews everything") }
    }

    func run() async throws {
        try await CertificatesOperation.issue(
            global.invocation("certificates renew"), authority ? .authority : .leaves(names))
    }
}
