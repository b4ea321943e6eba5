/// A piece of what a container wrote, cut anywhere: inside a line, inside a character.
package struct LogChunk: Sendable, Equatable {
    package enum Stream: String, Sendable { case stdout, stderr }

    package var stream: Stream
    package var bytes: [UInt8]

    package init(_ stream: Stream, _ bytes: [UInt8]) {
        self.stream = stream
        self.bytes = bytes
    }
}

/// Takes apart the frames of a container without a terminal: eight bytes (which stream, three zeros, the length in
/// network order), then the payload (Engine API, "Stream format" of ContainerAttach). A terminal's output has no frames.
package struct LogDecoder: StreamDecoder {
    private let isRaw: Bool
    private var header: [UInt8] = []
    private var stream = LogChunk.Stream.stdout
    private var isEngineError = false
    private var message: [UInt8] = []
    /// Bytes of the payload that are still to come.
    private var left = 0
    /// Thrown after the chunks that came before it.
    private var failure: EngineError?

    /// - Parameter tty: whether the container, or the exec, has a terminal.
    package init(tty: Bool) { isRaw = tty }

    package mutating func decode(_ bytes: [UInt8]) throws(EngineError) -> [LogChunk] {
        guard !isRaw else { return [LogChunk(.stdout, bytes)] }
        if let failure { throw failure }
        var chunks: [LogChunk] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            if left == 0 {
                let part = rest.prefix(8 - header.count)
                header += part
                rest = rest.dropFirst(part.count)
                if header.count == 8 { try beginFrame() }
                continue
            }
            let payload = rest.prefix(left)
            rest = rest.dropFirst(payload.count)
            left -= payload.count
            if isEngineError {
                message += payload
                guard left == 0 else { continue }
                let error = EngineError.stream(String(decoding: message, as: UTF8.self))
                guard !chunks.isEmpty else { throw error }
                failure = error
                return chunks
            } else {
                chunks.append(LogChunk(stream, Array(payload)))
            }
        }
        return chunks
    }

    package mutating func finish() throws(EngineError) {
        if let failure { throw failure }
        guard left == 0, header.isEmpty else { throw .transport("it closed the connection inside a message") }
    }

    private mutating func beginFrame() throws(EngineError) {
        guard header[0] <= 3, header[1...3].allSatisfy({ $0 == 0 }) else {
            throw .decoding(type: "log frame", excerpt: WireJSON.excerpt(of: header))
        }
        left = header[4...].reduce(0) { $0 << 8 | Int($1) }
        stream = header[0] == 2 ? .stderr : .stdout
        // The engine's own words, such as a log file that cannot be read.
        isEngineError = header[0] == 3
        header = []
    }
}
