import ArgumentParser
import Operations

struct Restart: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Restart containers as they are.",
        discussion: """
              sfm-dev restart
              sfm-dev restart redis
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services; all when none is named.")
    var services: [String] = []

    @Flag(help: "Leave everything inside as it is.")
    var noSeed = false

    func run() async throws {
        try await LifecycleOperation.run(
            .restart, global.invocation("restart"), services: Set(services), seeds: !noSeed)
    }
}
