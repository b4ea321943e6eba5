import Engine
import Testing

@testable import StubEngine

/// What stands before an engine to see whether anything is written must itself miss nothing.
@Suite struct RecordingProxyTests {
    private static let bytes = Array(
        """
        HEAD /_ping HTTP/1.1\r\nHost: docker\r\n\r\n\
        POST /v1.41/containers/create?name=a HTTP/1.1\r\nContent-Length: 25\r\n\r\n\
        GET /in/body HTTP/1.1\r\n\r\n\
        PUT /v1.41/containers/a/archive?path=/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
        1d;ext=1\r\nDELETE /in/chunk HTTP/1.1\r\n\r\n\r\n2\r\nab\r\n0\r\n\r\n\
        POST /v1.41/containers/a/start HTTP/1.1\r\nContent-Length: 0\r\n\r\n\
        POST /v1.41/exec/e/start HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}\
        DELETE /after/upgrade HTTP/1.1\r\n\r\n
        """.utf8)

    private static let calls = [
        "HEAD /_ping", "POST /containers/create", "PUT /containers/a/archive", "POST /containers/a/start",
        "POST /exec/e/start",
    ]

    @Test(arguments: [1, 2, 3, 7, 64, 10_000])
    func `requests are found wherever the pieces end`(size: Int) {
        for (status, more) in [(101, []), (200, []), (409, ["DELETE /after/upgrade"])] {
            var scanner = RequestScanner()
            var found: [String] = []
            for start in stride(from: 0, to: Self.bytes.count, by: size) {
                let piece = Array(Self.bytes[start..<min(start + size, Self.bytes.count)])
                found += scanner.scan(piece, lastStatus: { status }).map { "\($0.method) \($0.path)" }
            }
            #expect(found == Self.calls + more, "answered \(status)")
        }
    }

    @Test func `a call and its answer are seen in the order in which they were`() async throws {
        let engine = try StubServer { request in
            request.method == "POST" ? .error(409, "no") : request.path == "/volumes" ? .json(#"{"Volumes": []}"#) : nil
        }
        let proxy = try RecordingProxy(before: engine.socketPath)
        let client = EngineClient(
            address: try EngineAddress.find(environment: ["DOCKER_HOST": proxy.host], home: nil))
        #expect(try await client.listVolumes(labels: []) == [])
        #expect(proxy.writes == [])
        await #expect(throws: EngineError.self) { try await client.startContainer("a") }
        #expect(proxy.writes == ["POST /containers/a/start"])
        #expect(proxy.requests.map(\.target) == engine.requests.map(\.target))
        let statuses = proxy.events.compactMap { if case .answered(_, let status) = $0 { status } else { nil } }
        #expect(statuses == [200, 200, 409])
        proxy.forget()
        #expect(proxy.events == [])
    }

    @Test(.enabled(if: RealEngine.isThere, "SFM_DEV_TEST_ENGINE names no engine"))
    func `an upgraded connection carries bytes both ways`() async throws {
        let proxy = try RecordingProxy(before: RealEngine.url ?? "")
        try await RealEngine.withContainer("proxied") { client, id in
            try await client.startContainer(id)
            let behind = EngineClient(
                address: try EngineAddress.find(environment: ["DOCKER_HOST": proxy.host], home: nil))
            let exec = try await behind.createExec(
                id, ExecSpec(command: ["tr", "a-z", "A-Z"], attachStdin: true, attachStdout: true))
            let session = try await behind.startExec(exec, tty: false)
            try await session.write(Array("both ways".utf8))
            await session.closeInput()
            var output: [UInt8] = []
            for try await chunk in session.output { output += chunk.bytes }
            #expect(String(decoding: output, as: UTF8.self) == "BOTH WAYS")
            #expect(try await session.exitCode() == 0)
            #expect(proxy.writes == ["POST /containers/\(id)/exec", "POST /exec/\(exec)/start"])
        }
    }
}
