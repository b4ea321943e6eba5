import ArgumentParser
import Operations

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at the engine, the files, what would stop 'up', and where each value comes from.",
        discussion: """
              sfm-dev doctor              exit 1 when something is wrong
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        if try await !DoctorOperation.run(global.invocation("doctor")) { throw Ended(code: 1) }
    }
}
