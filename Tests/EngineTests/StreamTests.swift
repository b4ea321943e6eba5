import Engine
import Testing

/// Streams of a real engine: both ways, open-ended, cut off.
@Suite(.enabled(if: RealEngine.isThere))
struct StreamTests {
    @Test func `a command's input is closed while its output goes on, and its exit code is read`() async throws {
        try await RealEngine.withContainer("exec") { client, id in
            try await client.startContainer(id)
            let script = "n=$(wc -c); echo got $n; echo wrong >&2; exit 3"
            let session = try await Self.exec(client, id, ["/bin/sh", "-c", script])
            // More than the buffers between hold: the writer must wait and go on.
            let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 700_000)
            try await session.write(bytes)
            try await session.write(bytes)
            await session.closeInput()
            let texts = try await Self.read(session.output)
            #expect(texts == [.stdout: "got 1400000\n", .stderr: "wrong\n"])
            #expect(try await session.exitCode() == 3)
            await #expect(throws: EngineError.transport("it closed the connection")) { try await session.write([10]) }
        }
    }

    @Test func `a command answers while its input is open`() async throws {
        try await RealEngine.withContainer("talk") { client, id in
            try await client.startContainer(id)
            let session = try await Self.exec(client, id, ["/bin/cat"])
            var answers = session.output.makeAsyncIterator()
            for word in ["eins\n", "zwei\n", "drei\n"] {
                try await session.write(Array(word.utf8))
                #expect(try await answers.next() == LogChunk(.stdout, Array(word.utf8)))
            }
            await session.closeInput()
            #expect(try await answers.next() == nil)
            #expect(try await session.exitCode() == 0)
        }
    }

    @Test func `a refused command carries the engine's sentence`() async throws {
        try await RealEngine.withContainer("refused") { client, id in
            let error = await #expect(throws: EngineError.self) {
                try await client.createExec(id, ExecSpec(command: ["/bin/true"]))
            }
            #expect(error?.isConflict == true)
            #expect("\(error as Any)".contains("is not running"))
        }
    }

    @Test func `a log is followed to the container's end`() async throws {
        let script = "echo eins; read line < /tmp/go; echo $line; echo wrong >&2; exit 0"
        try await RealEngine.withContainer("log", script: "mkfifo /tmp/go; \(script)") { client, id in
            try await client.startContainer(id)
            let log = try await client.logs(id, LogQuery(follow: true), tty: false)
            var chunks = log.makeAsyncIterator()
            #expect(try await chunks.next() == LogChunk(.stdout, Array("eins\n".utf8)))
            let session = try await Self.exec(client, id, ["/bin/sh", "-c", "echo zwei > /tmp/go"])
            _ = try await Self.read(session.output)
            var rest: [LogChunk.Stream: String] = [:]
            while let chunk = try await chunks.next() {
                rest[chunk.stream, default: ""] += String(decoding: chunk.bytes, as: UTF8.self)
            }
            #expect(rest == [.stdout: "zwei\n", .stderr: "wrong\n"])
        }
    }

    @Test func `events are seen from the subscription on, and a cancelled reader is let go`() async throws {
        try await RealEngine.withContainer("events", script: "exit 4") { client, id in
            let events = try await client.events(filters: ["container": [id]])
            var reader = events.makeAsyncIterator()
            try await client.startContainer(id)
            #expect(try await reader.next()?.action == "start")
            let end = try await reader.next()
            #expect(end?.action == "die")
            #expect(end?.attributes["exitCode"] == "4")
            let task = Task { try await events.reduce(0) { count, _ in count + 1 } }
            task.cancel()
            await #expect(throws: EngineError.cancelled) { try await task.value }
        }
    }

    private static func exec(_ client: EngineClient, _ id: String, _ command: [String]) async throws -> ExecSession {
        let exec = try await client.createExec(id, ExecSpec(command: command, attachStdin: true))
        return try await client.startExec(exec, tty: false)
    }

    private static func read(_ output: EngineStream<LogDecoder>) async throws -> [LogChunk.Stream: String] {
        var texts: [LogChunk.Stream: String] = [:]
        for try await chunk in output {
            texts[chunk.stream, default: ""] += String(decoding: chunk.bytes, as: UTF8.self)
        }
        return texts
    }
}
