import ArgumentParser
import Diagnostics
import Operations

struct Generate: Command {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write .env and the compose file; no engine is needed.",
        discussion: """
              sfm-dev generate
              sfm-dev generate --check    exit 1 and a diff when they are stale
            """
    ).askedAlone()

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Write nothing; say whether the files are current.")
    var check = false

    @Flag(help: "Lose hand edits in the managed block of .env.")
    var force = false

    static func runPlain() async throws -> Bool {
        try await GenerateOperation.run(Invocation(of: "generate"), force: false)
        return true
    }

    func run() async throws {
        let invocation = global.invocation("generate")
        guard check else { return try await GenerateOperation.run(invocation, force: force) }
        guard try await GenerateOperation.check(invocation) else {
            throw Failure(.notReached, "the generated files are stale", hint: "sfm-dev generate")
        }
    }
}
