import Diagnostics
package import Engine

/// Runs a service's own check inside its container.
package struct ExecCheck: Sendable {
    private let run: @Sendable (_ container: String, _ command: [String]) async -> ProbeAnswer

    package init(_ engine: any EngineWriting) {
        run = { container, command in
            do throws(EngineError) {
                let id = try await engine.createExec(container, ExecSpec(command: command))
                let session = try await engine.startExec(id, tty: false)
                let (code, output) = try await session.finish()
                if code == 0 { return .ready(ProbeFacts()) }
                return .refused(.notYet, "its check ended with \(code)\(LogExcerpt.lastLine(of: output))")
            } catch {
                return .unreachable("its check could not be run: \(error.sentence)")
            }
        }
    }

    func answer(_ container: String, _ command: [String], deadline: Duration) async -> ProbeAnswer {
        await within(deadline) { await run(container, command) }
            ?? .unreachable("its check did not end within \(deadline.inSeconds)")
    }
}

extension ExecSession {
    /// Reads to the end.
    /// - Returns: the exit code, and as much of the output's end as a message can show.
    func finish() async throws(EngineError) -> (code: Int, output: [UInt8]) {
        var end: [UInt8] = []
        var chunks = output.makeAsyncIterator()
        // All of it is read, so that the command can end.
        while let chunk = try await chunks.next() { end = (end + chunk.bytes).suffix(1_024) }
        return (try await exitCode(), end)
    }
}

extension EngineError {
    /// What the engine, or the way to it, says.
    var sentence: String {
        switch self {
        case .transport(let text), .stream(let text): text
        case .status(_, let message, _, _): message
        case .decoding: "the engine's answer cannot be read"
        case .cancelled: "cancelled"
        case .notPermitted, .noSocket, .remoteRefused, .unknownContext, .tooOld, .noLibrary:
            "the engine cannot be reached"
        }
    }
}
