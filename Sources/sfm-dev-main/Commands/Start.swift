import ArgumentParser
import Operations

struct Start: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start containers that were stopped.",
        discussion: """
              sfm-dev start
              sfm-dev start redis
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services; all when none is named.")
    var services: [String] = []

    @Flag(help: "Leave everything inside as it is.")
    var noSeed = false

    func run() async throws {
        try await LifecycleOperation.run(.start, global.invocation("start"), services: Set(services), seeds: !noSeed)
    }
}
