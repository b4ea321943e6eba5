import StubEngine
import Synchronization
import Testing

@testable import Engine

@Suite struct TransportTests {
    @Test func `a missing socket is named with who named it`() async throws {
        let client = EngineClient(address: EngineAddress(socketPath: "/nowhere/x.sock", origin: "DOCKER_HOST"))
        await #expect(throws: EngineError.noSocket(tried: ["/nowhere/x.sock"], origin: "DOCKER_HOST")) {
            try await client.connect()
        }
    }

    @Test func `a socket that nobody listens on is named`() async throws {
        let server = try StubServer()
        let path = server.socketPath
        server.stopListening()
        let client = EngineClient(address: EngineAddress(socketPath: path, origin: "DOCKER_HOST"))
        await #expect(throws: EngineError.transport("nothing listens on '\(path)'")) { try await client.connect() }
    }

    @Test func `a socket whose queue is full is named`() async throws {
        let full = try StubFullQueue()
        let client = EngineClient(address: EngineAddress(socketPath: full.socketPath, origin: "DOCKER_HOST"))
        await #expect(throws: EngineError.transport("too many connections wait at '\(full.socketPath)' already")) {
            try await client.connect()
        }
    }

    @Test(arguments: [1, 7, 100_000])
    func `a body is whole however it is cut`(size: Int) async throws {
        let name = String(repeating: "ü", count: size)
        let bytes = Array(#"{"Name":"\#(name)"}"#.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: max(1, size / 3)).map {
            Array(bytes[$0..<min(bytes.count, $0 + max(1, size / 3))])
        }
        let server = try StubServer { $0.path == "/info" ? StubAnswer(body: .chunks(pieces)) : nil }
        #expect(try await server.client().info().name == name)
    }

    @Test func `a body over the limit is refused`() async throws {
        let piece = [UInt8](repeating: 32, count: 1024 * 1024)
        let server = try StubServer {
            $0.path == "/info" ? StubAnswer(body: .chunks(Array(repeating: piece, count: 17))) : nil
        }
        await #expect(throws: EngineError.transport("its answer is longer than 16 MiB")) {
            try await server.client().info()
        }
    }

    @Test func `an engine that hangs up is no success`() async throws {
        let server = try StubServer { request in
            switch request.path {
            case "/info": .hangUp
            case "/version": StubAnswer(body: .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{}".utf8)))
            default: nil
            }
        }
        let client = server.client()
        await #expect(throws: EngineError.transport("Empty reply from server")) { try await client.info() }
        await #expect(throws: EngineError.transport("transfer closed with 88 bytes remaining to read")) {
            try await client.version()
        }
    }

    @Test func `a refusal carries the engine's sentence and the call`() async throws {
        let server = try StubServer { request in
            switch request.path {
            case "/containers/a/start": .error(409, "it burns")
            case "/containers/b/start": .json(#"{"cause":"x","message":"podman says","response":500}"#, status: 500)
            case "/containers/c/start": StubAnswer(status: 502, body: .bytes(Array("<html>Bad Gateway</html>\n".utf8)))
            default: nil
            }
        }
        let client = server.client()
        let refusals = [("a", 409, "it burns"), ("b", 500, "podman says"), ("c", 502, "<html>Bad Gateway</html>")]
        for (id, code, message) in refusals {
            let expected = EngineError.status(
                code: code, message: message, method: "POST", path: "/v1.41/containers/\(id)/start")
            await #expect(throws: expected) { try await client.startContainer(id) }
        }
        // An empty body: engines refuse a start with one, and with a chunked one.
        let start = server.requests.first { $0.path == "/containers/a/start" }
        #expect(start?.headers["content-length"] == "0")
        #expect(start?.headers["content-type"] == nil)
        #expect(start?.headers["transfer-encoding"] == nil)
        #expect(start?.body == [])
    }

    @Test func `what is not JSON is shown by its beginning`() async throws {
        let server = try StubServer { $0.path == "/info" ? StubAnswer(body: .bytes(Array("<html>".utf8))) : nil }
        await #expect(throws: EngineError.decoding(type: "EngineInfo", excerpt: "<html>")) {
            try await server.client().info()
        }
    }

    @Test func `many requests at once all get their own answer`() async throws {
        let server = try StubServer { request in
            guard request.path.hasPrefix("/volumes/") else { return nil }
            return .json(#"{"Name":"\#(request.path.dropFirst(9))"}"#)
        }
        let client = server.client()
        let names = try await withThrowingTaskGroup(of: String?.self) { group in
            for number in 0..<200 { group.addTask { try await client.inspectVolume("v\(number)")?.name } }
            return try await group.reduce(into: Set<String>()) { if let name = $1 { $0.insert(name) } }
        }
        #expect(names.count == 200)
    }

    @Test func `a cancelled request ends at once and the engine sees it`() async throws {
        let (asked, gone) = (try StubGate(), try StubGate())
        let server = try StubServer { request in
            guard request.path == "/containers/x/wait" else { return nil }
            return StubAnswer(
                body: .script { connection in
                    asked.open()
                    _ = connection.readToEnd()
                    gone.open()
                })
        }
        let client = server.client()
        let task = Task { () async throws(EngineError) in try await client.waitContainer("x", until: .notRunning) }
        await asked.opened()
        task.cancel()
        await #expect(throws: EngineError.cancelled) { try await task.value }
        await gone.opened()
    }

    @Test func `a request of a cancelled task is not sent twice nor left waiting`() async throws {
        let server = try StubServer()
        let client = server.client()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await client.connect()
        }
        task.cancel()
        await #expect(throws: EngineError.cancelled) { try await task.value }
    }

    @Test func `the recorder sees method, path and status of every request`() async throws {
        let seen = Mutex<[String]>([])
        let server = try StubServer { $0.path == "/info" ? .json("{}") : nil }
        let client = server.client { request in
            seen.withLock { $0.append("\(request.method) \(request.path) \(request.status ?? 0)") }
        }
        _ = try await client.info()
        #expect(try await client.inspectVolume("none") == nil)
        #expect(
            seen.withLock { $0 } == ["GET /_ping 200", "GET /v1.41/info 200", "GET /v1.41/volumes/none 404"])
    }
}
