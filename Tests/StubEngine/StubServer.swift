import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An engine in this process: an HTTP/1.1 server on a temporary Unix socket that gives scripted answers and remembers
/// what it was asked.
///
///     let engine = try StubServer(apiVersion: "1.44") { request in
///         request.path == "/info" ? .json(#"{"Name": "stub"}"#) : nil
///     }
///
/// `/_ping` is answered unless the script does it. What the script answers with `nil` is 404.
package final class StubServer: Sendable {
    package typealias Script = @Sendable (StubRequest) -> StubAnswer?

    package let socketPath: String
    private let folder: String
    private let listener: StubListener
    private let apiVersion: String
    private let script: Script
    private let log = Mutex<[StubRequest]>([])

    package init(apiVersion: String = "1.41", script: @escaping Script = { _ in nil }) throws(StubError) {
        folder = try Self.makeFolder()
        socketPath = folder + "/docker.sock"
        self.apiVersion = apiVersion
        self.script = script
        listener = StubListener(descriptor: try Self.listen(at: socketPath, backlog: 1024))
        let (listener, serve) = (listener, Serve(server: self))
        StubThread.spawn {
            while true {
                let connection = accept(listener.descriptor, nil, nil)
                guard connection >= 0 else { break }
                StubThread.spawn { serve.run(connection) }
            }
        }
    }

    deinit {
        listener.stop()
        unlink(socketPath)
        rmdir(folder)
    }

    /// Leaves the socket's file behind, as an engine that was killed does.
    package func stopListening() { listener.stop() }

    /// Every request so far, in the order of their arrival.
    package var requests: [StubRequest] { log.withLock { $0 } }

    /// Without `/_ping`: `GET /containers/json?all=1`.
    package var calls: [String] {
        requests.filter { $0.path != "/_ping" }.map {
            "\($0.method) \($0.path)" + ($0.query.isEmpty ? "" : "?" + $0.query)
        }
    }

    fileprivate func answer(_ request: StubRequest) -> StubAnswer {
        log.withLock { $0.append(request) }
        if let answer = script(request) { return answer }
        if request.path == "/_ping" {
            return StubAnswer(headers: ["Api-Version": apiVersion, "Server": "Stub/1"], body: .bytes(Array("OK".utf8)))
        }
        return .error(404, "page not found")
    }
}

/// The system call that was refused.
package struct StubError: Error {
    package var call: String
    package var number = errno

    init(call: String) { self.call = call }
}

extension StubServer {
    static func makeFolder() throws(StubError) -> String {
        var template = Array("/tmp/stub-engine-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StubError(call: "mkdtemp") }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func listen(at path: String, backlog: Int32) throws(StubError) -> Int32 {
        let descriptor = try open(path) { bind($0, $1, $2) }
        guard systemListen(descriptor, backlog) == 0 else { throw StubError(call: "listen") }
        return descriptor
    }

    /// A socket that `bind` or `connect` has given this address.
    static func open(
        _ path: String, _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(StubError) -> Int32 {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw StubError(call: "socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw StubError(call: "bind or connect") }
        return descriptor
    }
}

// Inside StubServer the name `listen` is its own method.
private func systemListen(_ descriptor: Int32, _ backlog: Int32) -> Int32 { listen(descriptor, backlog) }

/// The listening socket. Held by the server and by the thread that accepts: its number is free for another descriptor
/// only when neither can use it any more.
final class StubListener: Sendable {
    let descriptor: Int32

    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Wakes accept() with an error; who connects from now on is refused.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

/// One connection, request after request. Holds the server weakly: a client that keeps its connection keeps no server.
private final class Serve: Sendable {
    private let server: Mutex<WeakServer>

    init(server: StubServer) { self.server = Mutex(WeakServer(server: server)) }

    func run(_ descriptor: Int32) {
        let connection = StubConnection(descriptor: descriptor)
        while let request = connection.readRequest() {
            guard let answer = server.withLock({ $0.server })?.answer(request) else { break }
            guard answer.send(over: connection) else { break }
        }
        connection.close()
    }
}

private struct WeakServer {
    weak var server: StubServer?
}
