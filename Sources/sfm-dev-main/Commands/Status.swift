import ArgumentParser
import Operations

struct Status: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what runs, and whether it is ready.",
        discussion: """
              sfm-dev status
              sfm-dev status --check          exit 1 unless everything is ready
              sfm-dev status --format json
            """
    ).askedAlone()

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services; all when none is named.")
    var services: [String] = []

    @Flag(help: "Exit 1 unless everything is ready.")
    var check = false

    @Option(help: "text or json.")
    var format: TextFormat = .text

    static func runPlain() async throws -> Bool {
        _ = try await StatusOperation.run(Invocation(of: "status"), services: [], json: false)
        return true
    }

    func run() async throws {
        let isReady = try await StatusOperation.run(
            global.invocation("status"), services: Set(services), json: format == .json)
        if check, !isReady { throw Ended(code: 1) }
    }
}
