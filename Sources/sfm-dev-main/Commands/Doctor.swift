import ArgumentParser
import Operations

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at the engine, the files, and where each value comes from.",
        discussion: """
              sfm-dev doctor
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws { try await OverviewOperation.doctor(global.invocation("doctor")) }
}
