import Diagnostics
import Engine

/// A command inside a container: its input, which no process list shows, and what it said.
struct InsideCommand: Sendable {
    let engine: any EngineWriting
    /// The container's id.
    let container: String

    struct Result: Sendable, Equatable {
        var code: Int
        var output: String
        var errors: String
    }

    /// As much of each stream as is kept: of errors the first, which explain the others, of the output the last.
    private static let longest = 65_536

    func run(_ spec: ExecSpec, input: Secret? = nil) async throws(EngineError) -> Result {
        var spec = spec
        spec.attachStdin = input != nil
        let session = try await engine.startExec(try await engine.createExec(container, spec), tty: false)
        // Beside the reading: a command that waits for its output to be read does not read on.
        let writing = Task {
            guard let input else { return }
            // One that ended early says why by its code.
            try? await session.write(Array(input.reveal().utf8))
            await session.closeInput()
        }
        defer { writing.cancel() }
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var chunks = session.output.makeAsyncIterator()
        while let chunk = try await chunks.next() {
            if chunk.stream == .stderr, errors.count < Self.longest { errors += chunk.bytes }
            if chunk.stream != .stderr { output = (output + chunk.bytes).suffix(Self.longest) }
        }
        return Result(
            code: try await session.exitCode(), output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }
}
