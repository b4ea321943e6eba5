import Synchronization

/// An engine behind a Unix socket.
///
/// A value of this type may change the engine; code that must not gets it as `any EngineReading`.
package final class EngineClient: Sendable {
    package let address: EngineAddress
    let transport: CurlTransport
    private let recorder: (@Sendable (EngineRequest) -> Void)?
    private let connected = Mutex<EngineVersion?>(nil)

    /// Nothing is sent before the first call.
    /// - Parameter recorder: is told of every request after its answer, on any thread.
    package init(address: EngineAddress, recorder: (@Sendable (EngineRequest) -> Void)? = nil) {
        self.address = address
        self.recorder = recorder
        transport = CurlTransport(address: address)
    }

    /// Loads libcurl, which the first client does else.
    package static func loadLibrary() { CurlTransport.loadLibrary() }

    /// Agrees with the engine on a version of the API. Other calls do it themselves if it has not been done.
    /// - Throws: `tooOld` for an engine before API 1.41, `noSocket`, `notPermitted` or `transport` where none answers.
    package func connect() async throws(EngineError) -> EngineVersion {
        if let known = connected.withLock({ $0 }) { return known }
        if let problem = transport.problem { throw .noLibrary(problem) }
        let path = EnginePath("_ping")
        let head = try await exchange(HTTPRequest(method: "GET", path: path.text, limit: .seconds(60))).head
        guard let offered = head.headers["api-version"].flatMap({ APIVersion($0) }) else {
            throw .decoding(type: "Api-Version", excerpt: head.headers["api-version"] ?? "")
        }
        guard offered >= .oldest else { throw .tooOld(version: offered.description) }
        let version = EngineVersion(
            api: min(offered, .newest), offered: offered, server: head.headers["server"])
        connected.withLock { $0 = version }
        return version
    }

    // MARK: - Calls

    /// Asks for a value. 60 s: a list takes milliseconds, an engine that needs a minute for it hangs.
    func get<Value: Decodable>(_ type: Value.Type, _ path: EnginePath) async throws(EngineError) -> Value {
        let request = HTTPRequest(method: "GET", path: try await versioned(path), limit: .seconds(60))
        return try WireJSON.decode(type, from: try await exchange(request).body)
    }

    /// Asks for a value that may be absent.
    func find<Value: Decodable>(_ type: Value.Type, _ path: EnginePath) async throws(EngineError) -> Value? {
        do { return try await get(type, path) } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    /// Asks for a change. Without a limit: an engine stops containers and unpacks files at the pace of the disk.
    @discardableResult
    func send(
        _ method: String, _ path: EnginePath, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) async throws(EngineError) -> [UInt8] {
        let path = try await versioned(path)
        return try await exchange(HTTPRequest(method: method, path: path, headers: headers, body: body)).body
    }

    @discardableResult
    func send(
        _ method: String, _ path: EnginePath, json: some Encodable & Sendable
    ) async throws(EngineError) -> [UInt8] {
        try await send(method, path, headers: Self.jsonHeaders, body: WireJSON.bytes(json))
    }

    /// Begins a request whose answer is a stream. The head is checked when the first element is asked for.
    func stream<Decoder: StreamDecoder>(
        _ method: String, _ path: EnginePath, headers: [(name: String, value: String)] = [], _ decoder: Decoder
    ) async throws(EngineError) -> EngineStream<Decoder> {
        let request = HTTPRequest(method: method, path: try await versioned(path), headers: headers)
        let bytes = try await transport.open(request)
        return EngineStream(source: checked(bytes, request), decoder: decoder)
    }

    /// Begins a request that turns its connection into a raw one.
    func upgrade(_ path: EnginePath, json: some Encodable & Sendable) async throws(EngineError) -> ByteStream {
        let request = HTTPRequest(
            method: "POST", path: try await versioned(path), headers: Self.jsonHeaders, body: WireJSON.bytes(json))
        let bytes = try await transport.upgrade(request)
        try await checked(bytes, request).begin()
        return bytes
    }

    private static let jsonHeaders = [(name: "Content-Type", value: "application/json")]

    // MARK: - One exchange

    private func versioned(_ path: EnginePath) async throws(EngineError) -> String {
        "/v\(try await connect().api)\(path.text)"
    }

    private func exchange(_ request: HTTPRequest) async throws(EngineError) -> HTTPResponse {
        let began = ContinuousClock.now
        switch await transport.send(request) {
        case .success(let response):
            record(request, status: response.head.status, since: began)
            try Self.check(response.head.status, response.body, request)
            return response
        case .failure(let error):
            record(request, status: nil, since: began)
            throw error
        }
    }

    private func checked(_ bytes: ByteStream, _ request: HTTPRequest) -> StreamSource {
        let began = ContinuousClock.now
        return StreamSource(bytes: bytes) { [self] (head) async throws(EngineError) in
            record(request, status: head?.status, since: began)
            guard let head, head.status >= 300 else { return }
            // A message is one sentence; 64 KiB leave room for any.
            try Self.check(head.status, try await bytes.rest(limit: 64 * 1024), request)
        }
    }

    private func record(_ request: HTTPRequest, status: Int?, since began: ContinuousClock.Instant) {
        recorder?(EngineRequest(method: request.method, path: request.path, status: status, duration: .now - began))
    }

    /// 304 tells that the wanted state is there already (start, stop), which is no error.
    private static func check(_ status: Int, _ body: [UInt8], _ request: HTTPRequest) throws(EngineError) {
        guard status >= 300, status != 304 else { return }
        throw .status(code: status, message: message(in: body), method: request.method, path: request.path)
    }

    /// `{"message": …}`; a text between the frames of a chunked body is found by its braces.
    private static func message(in body: [UInt8]) -> String {
        if let begin = body.firstIndex(of: UInt8(ascii: "{")), let end = body.lastIndex(of: UInt8(ascii: "}")),
            begin < end, let refusal = try? WireJSON.decode(Refusal.self, from: body[begin...end])
        {
            return refusal.message
        }
        return String(WireJSON.excerpt(of: body)[...].trimmed)
    }
}

/// The body of a refusal. Podman adds more keys.
private struct Refusal: Decodable {
    var message: String
}

extension ContinuousClock.Instant {
    fileprivate static func - (left: ContinuousClock.Instant, right: ContinuousClock.Instant) -> Duration {
        right.duration(to: left)
    }
}
