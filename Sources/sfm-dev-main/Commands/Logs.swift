import ArgumentParser
import Diagnostics
import Engine
import Operations

struct Logs: EngineCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show what services wrote.",
        discussion: """
              sfm-dev logs
              sfm-dev logs -f kafka
              sfm-dev logs --tail 20 postgres redis
              sfm-dev logs --since 10m
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Services; all when none is named.")
    var services: [String] = []

    @Flag(name: .shortAndLong, help: "Go on with what is written from now on.")
    var follow = false

    @Option(help: ArgumentHelp("The last lines only.", valueName: "lines"))
    var tail: Int?

    @Option(help: ArgumentHelp("From that time on: 10m for ten minutes ago, or RFC 3339.", valueName: "time"))
    var since: String?

    @Flag(help: "Begin each line with its time.")
    var timestamps = false

    func run() async throws {
        var query = LogQuery()
        query.follow = follow
        query.tail = tail
        query.since = since
        query.timestamps = timestamps
        try await LogsOperation.run(global.invocation("logs"), services: Set(services), query: query)
    }
}
