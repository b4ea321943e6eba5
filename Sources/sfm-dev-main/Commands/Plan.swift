import ArgumentParser
import Operations

struct Plan: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what 'up' would do, and why; change nothing.",
        discussion: """
              sfm-dev plan
              sfm-dev plan --with api
              sfm-dev plan --format json
            """
    ).askedAlone()

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions

    @Option(help: "text or json.")
    var format: TextFormat = .text

    func run() async throws {
        try await PlanOperation.run(global.invocation("plan"), selection.options, json: format == .json)
    }
}
