import ArgumentParser
import Operations

struct Seed: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "seed",
        abstract: "Make logins and seeds true inside the services that run.",
        discussion: """
              sfm-dev seed
              sfm-dev seed postgres
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services; all that run when none is named.")
    var services: [String] = []

    func run() async throws {
        try await SeedOperation.run(global.invocation("seed"), services: Set(services))
    }
}
