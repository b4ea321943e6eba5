import ArgumentParser
import Operations

struct Stop: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop containers, and keep them.",
        discussion: """
              sfm-dev stop
              sfm-dev stop redis
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services; all when none is named.")
    var services: [String] = []

    func run() async throws {
        try await LifecycleOperation.run(.stop, global.invocation("stop"), services: Set(services))
    }
}
