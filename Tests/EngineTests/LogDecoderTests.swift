import Engine
import Testing

@Suite struct LogDecoderTests {
    private static func frame(_ stream: UInt8, _ text: String) -> [UInt8] {
        let count = text.utf8.count
        return [stream, 0, 0, 0] + [24, 16, 8, 0].map { UInt8(count >> $0 & 255) } + Array(text.utf8)
    }

    private static let log = frame(1, "eins\n") + frame(2, "zwei ü\n") + frame(1, "") + frame(0, "drei")

    @Test(arguments: 1...log.count)
    func `frames are put together wherever the bytes are cut`(size: Int) throws {
        var decoder = LogDecoder(tty: false)
        var texts: [LogChunk.Stream: [UInt8]] = [:]
        var rest = Self.log[...]
        while !rest.isEmpty {
            for chunk in try decoder.decode(Array(rest.prefix(size))) {
                texts[chunk.stream, default: []] += chunk.bytes
            }
            rest = rest.dropFirst(size)
        }
        try decoder.finish()
        #expect(texts == [.stdout: Array("eins\ndrei".utf8), .stderr: Array("zwei ü\n".utf8)])
    }

    @Test(arguments: 1..<log.count)
    func `an end inside a frame is noticed`(size: Int) throws {
        var decoder = LogDecoder(tty: false)
        _ = try decoder.decode(Array(Self.log.prefix(size)))
        let ends = [13, 29, 37]
        if ends.contains(size) {
            try decoder.finish()
        } else {
            #expect(throws: EngineError.transport("it closed the connection inside a message")) { try decoder.finish() }
        }
    }

    @Test func `a terminal's output has no frames`() throws {
        var decoder = LogDecoder(tty: true)
        #expect(try decoder.decode(Self.log) == [LogChunk(.stdout, Self.log)])
    }

    @Test func `the engine's own words end the log`() throws {
        var decoder = LogDecoder(tty: false)
        let frame = Self.frame(3, "log file is gone")
        #expect(try decoder.decode(Array(frame.prefix(10))) == [])
        #expect(throws: EngineError.stream("log file is gone")) { try decoder.decode(Array(frame.dropFirst(10))) }
    }

    @Test func `what came before the engine's own words is read though they come together`() throws {
        var decoder = LogDecoder(tty: false)
        let bytes = Self.frame(1, "eins\n") + Self.frame(3, "log file is gone")
        #expect(try decoder.decode(bytes) == [LogChunk(.stdout, Array("eins\n".utf8))])
        #expect(throws: EngineError.stream("log file is gone")) { try decoder.finish() }
        #expect(throws: EngineError.stream("log file is gone")) { try decoder.decode([]) }
    }

    @Test func `what is no frame is refused`() throws {
        var decoder = LogDecoder(tty: false)
        #expect(throws: EngineError.decoding(type: "log frame", excerpt: "plain te")) {
            try decoder.decode(Array("plain text".utf8))
        }
    }
}
