import ArgumentParser
import Operations

struct List: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the projects of every checkout on this engine; '*' marks this one's.",
        discussion: """
              sfm-dev list
              sfm-dev list --format json
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "text or json.")
    var format: TextFormat = .text

    func run() async throws { try await ListOperation.run(global.invocation("list"), json: format == .json) }
}
