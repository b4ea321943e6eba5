import Synchronization

/// The bytes of a stream, once its head has been found good.
final class StreamSource: Sendable {
    private let bytes: ByteStream
    private let check: @Sendable (HTTPHead?) async throws(EngineError) -> Void
    private let hasBegun = Mutex(false)

    /// - Parameter check: is given the head, `nil` when none came, and throws for a refusal.
    init(bytes: ByteStream, check: @escaping @Sendable (HTTPHead?) async throws(EngineError) -> Void) {
        self.bytes = bytes
        self.check = check
    }

    /// For a stream whose head has been found good.
    init(bytes: ByteStream) {
        self.bytes = bytes
        check = { _ in }
        hasBegun.withLock { $0 = true }
    }

    /// Waits for the head, once.
    func begin() async throws(EngineError) {
        let isFirst = hasBegun.withLock { hasBegun in
            defer { hasBegun = true }
            return !hasBegun
        }
        guard isFirst else { return }
        let head: HTTPHead
        do { head = try await bytes.head() } catch {
            try await check(nil)
            throw error
        }
        try await check(head)
    }

    func next() async throws(EngineError) -> [UInt8]? {
        try await begin()
        return try await bytes.next()
    }
}
