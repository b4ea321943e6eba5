import ArgumentParser
import Operations

struct CertificatesShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Subject, names, times and fingerprint of each certificate, and what is wrong with it.",
        discussion: """
              sfm-dev certificates show
              sfm-dev certificates show --format json
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "text or json.")
    var format: TextFormat = .text

    func run() throws {
        try CertificatesOperation.show(global.invocation("certificates show"), json: format == .json)
    }
}
