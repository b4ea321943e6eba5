/// A command in a container: its output, its input, its end. The connection closes with the last holder.
package struct ExecSession: Sendable {
    package let id: String
    /// Ends with the command. With a terminal everything is `stdout`.
    package let output: EngineStream<LogDecoder>
    private let connection: ByteStream
    private let client: EngineClient

    init(id: String, tty: Bool, connection: ByteStream, client: EngineClient) {
        self.id = id
        self.connection = connection
        self.client = client
        output = EngineStream(source: StreamSource(bytes: connection), decoder: LogDecoder(tty: tty))
    }

    /// Returns when the bytes are on their way: a command that does not read makes the writer wait.
    /// - Throws: `transport` once the command has ended.
    package func write(_ bytes: [UInt8]) async throws(EngineError) {
        try await connection.write(bytes)
    }

    /// The command reads the end of its input after what has been written; its output goes on.
    package func closeInput() async {
        await connection.closeInput()
    }

    /// The exit code. Ask after the end of the output.
    package func exitCode() async throws(EngineError) -> Int {
        // The output ends a moment before the engine has noted the exit, and the API has no call that waits for that:
        // ask again after 5 ms, then after twice as long each time up to 320 ms.
        var pause = Duration.milliseconds(5)
        while true {
            let state = try await client.inspectExec(id)
            if !state.isRunning, let code = state.exitCode { return code }
            do { try await Task.sleep(for: pause) } catch { throw .cancelled }
            pause = min(pause * 2, .milliseconds(320))
        }
    }
}
