/// Turns a stream's bytes, cut anywhere, into elements.
package protocol StreamDecoder: Sendable {
    associatedtype Element: Sendable

    mutating func decode(_ bytes: [UInt8]) throws(EngineError) -> [Element]
    /// At the end of the stream.
    mutating func finish() throws(EngineError)
}

/// Elements that an engine sends one after another. Read it once. The request ends with the last holder of the stream or
/// its iterator, or with the cancellation of the reading task, which throws `cancelled`. A slow reader makes the engine
/// wait.
package struct EngineStream<Decoder: StreamDecoder>: AsyncSequence, Sendable {
    package typealias Element = Decoder.Element
    package typealias Failure = EngineError

    let source: StreamSource
    let decoder: Decoder

    package func makeAsyncIterator() -> Iterator { Iterator(source: source, decoder: decoder) }

    package struct Iterator: AsyncIteratorProtocol {
        private let source: StreamSource
        private var decoder: Decoder
        private var ready: ArraySlice<Element> = []
        private var isOver = false

        fileprivate init(source: StreamSource, decoder: Decoder) {
            self.source = source
            self.decoder = decoder
        }

        package mutating func next() async throws(EngineError) -> Element? {
            try await next(isolation: nil)
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws(EngineError) -> Element? {
            while ready.isEmpty, !isOver {
                do {
                    if let bytes = try await source.next() {
                        ready = try decoder.decode(bytes)[...]
                    } else {
                        isOver = true
                        try decoder.finish()
                    }
                } catch {
                    isOver = true
                    throw error
                }
            }
            return ready.popFirst()
        }
    }
}
