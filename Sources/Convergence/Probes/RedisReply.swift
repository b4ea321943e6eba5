/// One reply of a Redis server, as far as a probe meets them (Redis serialization protocol, RESP2).
enum RedisReply: Equatable {
    case simple(String)
    case error(String)
    case integer(String)
    case bulk(String?)

    /// `INFO server` is 1 KB.
    static let longest = 65536

    static func take(from buffer: inout [UInt8]) throws(ProbeEnd) -> RedisReply? {
        guard let type = buffer.first else { return nil }
        guard "+-:$".utf8.contains(type) else { throw .garbage("Redis") }
        guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else {
            guard buffer.count < longest else { throw .garbage("Redis") }
            return nil
        }
        guard buffer[end - 1] == UInt8(ascii: "\r") else { throw .garbage("Redis") }
        let line = String(decoding: buffer[1..<max(end - 1, 1)], as: UTF8.self)
        var rest = buffer[(end + 1)...]
        let reply: RedisReply
        switch type {
        case UInt8(ascii: "+"): reply = .simple(line)
        case UInt8(ascii: "-"): reply = .error(line)
        case UInt8(ascii: ":"): reply = .integer(line)
        default:
            guard let count = Int(line), (-1...longest).contains(count) else { throw .garbage("Redis") }
            if count < 0 {
                reply = .bulk(nil)
                break
            }
            guard rest.count >= count + 2 else { return nil }
            reply = .bulk(String(decoding: rest.prefix(count), as: UTF8.self))
            guard Array(rest.dropFirst(count).prefix(2)) == Array("\r\n".utf8) else { throw .garbage("Redis") }
            rest = rest.dropFirst(count + 2)
        }
        buffer = Array(rest)
        return reply
    }

    static func command(_ words: [String]) -> [UInt8] {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words { bytes += Array("$\(word.utf8.count)\r\n\(word)\r\n".utf8) }
        return bytes
    }
}
