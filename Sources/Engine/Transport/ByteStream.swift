/// The answer to one request, read piece by piece. The request ends when nobody holds the stream any more.
final class ByteStream: Sendable {
    private let transport: CurlTransport
    private let id: Int

    init(transport: CurlTransport, id: Int) {
        self.transport = transport
        self.id = id
    }

    deinit {
        Task { [transport, id] in await transport.close(id) }
    }

    func head() async throws(EngineError) -> HTTPHead {
        switch await transport.head(of: id) {
        case .success(let value): return value
        case .failure(let error): throw error
        }
    }

    /// What has arrived since the last call, `nil` at the end.
    func next() async throws(EngineError) -> [UInt8]? {
        switch await transport.bytes(of: id) {
        case .success(let value): return value
        case .failure(let error): throw error
        }
    }

    /// For an upgraded connection: returns when the bytes have been handed to the kernel.
    func write(_ bytes: [UInt8]) async throws(EngineError) {
        switch await transport.write(bytes, to: id) {
        case .success(let value): return value
        case .failure(let error): throw error
        }
    }

    /// For an upgraded connection: the other side reads the end after what has been written; its output goes on.
    func closeInput() async {
        await transport.closeInput(of: id)
    }

    /// The rest of the answer, for an error's message.
    func rest(limit: Int) async throws(EngineError) -> [UInt8] {
        var body: [UInt8] = []
        while body.count < limit, let bytes = try await next() { body += bytes }
        return body
    }
}
