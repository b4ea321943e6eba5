import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Stands before a real engine, passes everything on in both directions and remembers which requests it saw.
///
///     let proxy = try RecordingProxy(before: "unix:///var/run/docker.sock")
///     // … run something with DOCKER_HOST=proxy.host …
///     #expect(proxy.writes == [])
///
/// A request is remembered before the engine gets it, and its answer before the client does: who has seen an answer finds
/// it here. Connections that were upgraded carry raw bytes, which are passed on unread.
package final class RecordingProxy: Sendable {
    package enum Event: Sendable, Equatable {
        case asked(StubRequest)
        case answered(StubRequest, status: Int)
    }

    /// As `DOCKER_HOST` has it.
    package var host: String { "unix://\(folder)/docker.sock" }

    private let folder: String
    private let listener: StubListener
    private let log = RecordedEvents()

    /// - Parameter engine: a `DOCKER_HOST` of a Unix socket.
    package init(before engine: String) throws(StubError) {
        let path = String(engine.trimmingPrefix("unix://"))
        folder = try StubServer.makeFolder()
        listener = StubListener(descriptor: try StubServer.listen(at: folder + "/docker.sock", backlog: 1024))
        StubThread.spawn { [listener, log] in
            while true {
                let client = accept(listener.descriptor, nil, nil)
                guard client >= 0 else { break }
                StubThread.spawn { ProxiedConnection.run(client, engine: path, log) }
            }
        }
    }

    deinit {
        listener.stop()
        unlink("\(folder)/docker.sock")
        rmdir(folder)
    }

    /// Requests and answers in the order of their arrival, without their bodies.
    package var events: [Event] { log.events.withLock { $0 } }

    package var requests: [StubRequest] {
        events.compactMap { if case .asked(let request) = $0 { request } else { nil } }
    }

    /// Requests that may change something, as `POST /containers/create`.
    package var writes: [String] {
        requests.filter { !["GET", "HEAD"].contains($0.method) }.map { "\($0.method) \($0.path)" }
    }

    /// What was seen until now is of no interest.
    package func forget() { log.events.withLock { $0 = [] } }
}

/// Shared with the connections, which may outlive the proxy by a moment.
final class RecordedEvents: Sendable {
    let events = Mutex<[RecordingProxy.Event]>([])

    func append(_ event: RecordingProxy.Event) { events.withLock { $0.append(event) } }
}
