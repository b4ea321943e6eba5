import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A client's connection and the one to the engine that belongs to it: one thread for each direction.
final class ProxiedConnection: Sendable {
    private let log: RecordedEvents
    private let state = Mutex(State())

    private struct State {
        /// Asked and not answered yet. HTTP/1.1 clients ask one thing at a time.
        var pending: StubRequest?
        var lastStatus = 0
    }

    private init(_ log: RecordedEvents) { self.log = log }

    /// Returns when both sides have ended.
    static func run(_ client: Int32, engine path: String, _ log: RecordedEvents) {
        let down = StubConnection(descriptor: client)
        defer { down.close() }
        // An engine that is gone: the client sees its connection closed, as it would without the proxy.
        guard let engine = try? StubServer.open(path, { connect($0, $1, $2) }), let answersEnded = try? StubGate()
        else {
            return
        }
        defer { close(engine) }
        let connection = ProxiedConnection(log)
        StubThread.spawn {
            connection.passAnswers(from: engine, to: client)
            shutdown(client, Int32(SHUT_WR))
            answersEnded.open()
        }
        connection.passRequests(from: client, to: engine)
        shutdown(engine, Int32(SHUT_WR))
        answersEnded.wait()
    }

    private func passRequests(from client: Int32, to engine: Int32) {
        let (reader, writer) = (StubConnection(descriptor: client), StubConnection(descriptor: engine))
        var requests = RequestScanner()
        while true {
            let bytes = reader.read()
            guard !bytes.isEmpty else { return }
            for request in requests.scan(bytes, lastStatus: { self.state.withLock { $0.lastStatus } }) {
                state.withLock {
                    $0.pending = request
                    $0.lastStatus = 0
                }
                log.append(.asked(request))
            }
            // A client that has gone leaves an engine that must hear of it; the answers' thread sees to the other way.
            guard writer.send(bytes) else { return }
        }
    }

    private func passAnswers(from engine: Int32, to client: Int32) {
        let (reader, writer) = (StubConnection(descriptor: engine), StubConnection(descriptor: client))
        var head: [UInt8] = []
        while true {
            let bytes = reader.read()
            guard !bytes.isEmpty else { return }
            if state.withLock({ $0.pending != nil }) {
                head += bytes
                noteAnswer(&head)
            }
            guard writer.send(bytes) else { return }
        }
    }

    /// - Parameter head: what came since the request; empty when its answer was found.
    private func noteAnswer(_ head: inout [UInt8]) {
        while let end = head.firstRange(of: Array("\r\n\r\n".utf8)) {
            let words = String(decoding: head[..<end.lowerBound], as: UTF8.self).split(separator: " ", maxSplits: 2)
            let status = words.count > 1 ? Int(words[1]) ?? 0 : 0
            // "100 Continue" is no answer yet.
            if status == 100 {
                head = Array(head[end.upperBound...])
                continue
            }
            let request = state.withLock { state in
                state.lastStatus = status
                defer { state.pending = nil }
                return state.pending
            }
            if let request { log.append(.answered(request, status: status)) }
            head = []
            return
        }
    }
}
