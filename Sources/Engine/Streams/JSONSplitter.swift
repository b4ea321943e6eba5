/// Cuts JSON objects that follow each other, with or without line ends between them, out of bytes cut anywhere.
struct JSONSplitter: Sendable {
    /// 1 MiB: an event or a line of progress is under 64 KiB even with all the labels an engine allows.
    static let limit = 1024 * 1024

    private var object: [UInt8] = []
    private var depth = 0
    private var isInString = false
    private var isEscaped = false

    var isInsideObject: Bool { depth > 0 }

    mutating func split(_ bytes: [UInt8]) throws(EngineError) -> [[UInt8]] {
        var objects: [[UInt8]] = []
        for byte in bytes {
            if depth == 0, byte != UInt8(ascii: "{") {
                guard [9, 10, 13, 32].contains(byte) else {
                    throw .decoding(type: "JSON stream", excerpt: WireJSON.excerpt(of: bytes))
                }
                continue
            }
            object.append(byte)
            step(byte)
            if depth == 0 {
                objects.append(object)
                object = []
            } else if object.count > Self.limit {
                throw .decoding(type: "JSON stream", excerpt: WireJSON.excerpt(of: object))
            }
        }
        return objects
    }

    private mutating func step(_ byte: UInt8) {
        switch byte {
        case _ where isEscaped: isEscaped = false
        case UInt8(ascii: "\\") where isInString: isEscaped = true
        case UInt8(ascii: "\""): isInString.toggle()
        case UInt8(ascii: "{") where !isInString: depth += 1
        case UInt8(ascii: "}") where !isInString: depth -= 1
        default: break
        }
    }
}
