import ArgumentParser
import Operations

struct Doctor: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at the machine, the files, the services, and where each value comes from.",
        discussion: """
              sfm-dev doctor                       exit 1 when something is wrong
              sfm-dev doctor --format json
              sfm-dev doctor --bundle ticket.txt   all of it with logs, secrets hidden
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "text or json.")
    var format: TextFormat = .text

    @Option(help: "A file to write everything to, for a ticket.")
    var bundle: String?

    func run() async throws {
        let isGood = try await DoctorOperation.run(
            global.invocation("doctor"), version: SfmDev.configuration.version, json: format == .json,
            bundle: bundle)
        if !isGood { throw Ended(code: 1) }
    }
}
