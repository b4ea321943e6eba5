/// What the stub answers.
package struct StubAnswer: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// Chunked, each piece written by itself.
        case chunks([[UInt8]])
        /// Chunked, written by a script on the connection's own thread, which may wait for the test.
        case script(@Sendable (StubConnection) -> Void)
        /// 101, then raw bytes both ways, then the end.
        case upgrade(@Sendable (StubConnection) -> Void)
        /// These bytes instead of an answer, then the end of the connection.
        case raw([UInt8])
    }

    package var status: Int
    package var headers: [String: String]
    package var body: Body

    package init(status: Int = 200, headers: [String: String] = [:], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func json(_ text: String, status: Int = 200) -> StubAnswer {
        StubAnswer(status: status, headers: ["Content-Type": "application/json"], body: .bytes(Array(text.utf8)))
    }

    package static func error(_ status: Int, _ message: String) -> StubAnswer {
        .json(#"{"message":"\#(message)"}"#, status: status)
    }

    /// 204, as calls that change something answer.
    package static let done = StubAnswer(status: 204, body: .bytes([]))

    package static let hangUp = StubAnswer(body: .raw([]))

    /// - Returns: whether the connection can take another request.
    func send(over connection: StubConnection) -> Bool {
        var head = "HTTP/1.1 \(status) Stub\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        switch body {
        case .bytes(let bytes):
            if status != 204, status != 304 { head += "Content-Length: \(bytes.count)\r\n" }
            return connection.send(Array((head + "\r\n").utf8) + bytes)
        case .chunks(let chunks):
            return sendChunked(head, over: connection) { for chunk in chunks { $0.sendChunk(chunk) } }
        case .script(let script):
            return sendChunked(head, over: connection, script)
        case .upgrade(let script):
            connection.send("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n")
            script(connection)
            return false
        case .raw(let bytes):
            connection.send(bytes)
            return false
        }
    }

    private func sendChunked(
        _ head: String, over connection: StubConnection, _ script: @Sendable (StubConnection) -> Void
    ) -> Bool {
        connection.send(head + "Transfer-Encoding: chunked\r\n\r\n")
        script(connection)
        return connection.send(Array("0\r\n\r\n".utf8))
    }
}
