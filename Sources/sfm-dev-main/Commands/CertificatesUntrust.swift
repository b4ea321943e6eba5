import ArgumentParser
import Operations

struct CertificatesUntrust: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "untrust",
        abstract: "Take every CA of this checkout out of the machine's store.",
        discussion: """
              sudo "$(command -v sfm-dev)" certificates untrust
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws { try await TrustOperation.untrust(global.invocation("certificates untrust")) }
}
