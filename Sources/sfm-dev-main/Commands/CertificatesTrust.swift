import ArgumentParser
import Operations

struct CertificatesTrust: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Put this checkout's CA into the machine's store of trusted CAs.",
        discussion: """
              sudo "$(command -v sfm-dev)" certificates trust
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws { try await TrustOperation.trust(global.invocation("certificates trust")) }
}
