/// The status and the first bytes of the body of an HTTP/1.1 response (RFC 9112).
struct HTTPReply: Equatable {
    let status: Int
    let reason: String
    let body: String

    static let longestHead = 16384
    /// Enough for what a server says against a request.
    static let bodyShown = 512

    /// nil while more bytes are needed. `isWhole` says that the server sent its last one.
    static func take(
        from buffer: inout [UInt8], isWhole: Bool, bodyLimit: Int = bodyShown
    ) throws(ProbeEnd) -> HTTPReply? {
        while true {
            let start = Array("HTTP/1.".utf8)
            guard buffer.prefix(start.count).elementsEqual(start.prefix(buffer.count)) else { throw .garbage("HTTP") }
            guard let (head, rest) = split(buffer) else {
                guard buffer.count < longestHead else { throw .garbage("HTTP") }
                return nil
            }
            guard head.count < longestHead else { throw .garbage("HTTP") }
            // On the bytes: to a String, CR and LF together are one character, which is not LF.
            let lines = head.split(separator: UInt8(ascii: "\n"))
                .map { trimmed(Substring(decoding: $0, as: UTF8.self)) }
            let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
            guard words.count >= 2, words[1].utf8.count == 3, let status = Int(words[1]), (100...599).contains(status)
            else { throw .garbage("HTTP") }
            // Interim responses come before the real one.
            if status < 200 {
                buffer = Array(rest)
                continue
            }
            guard
                let body = try body(
                    rest, headers: lines.dropFirst(), status: status, isWhole: isWhole, limit: bodyLimit)
            else { return nil }
            return HTTPReply(
                status: status, reason: words.count > 2 ? String(words[2]) : "",
                body: String(decoding: body.prefix(bodyLimit), as: UTF8.self))
        }
    }

    private static func split(_ buffer: [UInt8]) -> (head: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        let end = Array("\r\n\r\n".utf8)
        guard buffer.count >= end.count else { return nil }
        let start = (0...(buffer.count - end.count)).first { buffer[$0..<($0 + end.count)].elementsEqual(end) }
        return start.map { (buffer[..<$0], buffer[($0 + end.count)...]) }
    }

    private static func body(
        _ rest: ArraySlice<UInt8>, headers: ArraySlice<String>, status: Int, isWhole: Bool, limit: Int
    ) throws(ProbeEnd) -> ArraySlice<UInt8>? {
        if status == 204 || status == 304 { return [] }
        if value("transfer-encoding", headers)?.lowercased().hasSuffix("chunked") == true {
            let (bytes, ends) = try dechunked(rest, limit: limit)
            return ends || isWhole || bytes.count >= limit ? bytes[...] : nil
        }
        var needed = limit
        if let text = value("content-length", headers) {
            guard let length = Int(text), length >= 0 else { throw .garbage("HTTP") }
            needed = min(length, limit)
        } else if isWhole {
            needed = 0
        }
        return rest.count >= needed || isWhole ? rest : nil
    }

    /// What the chunks so far hold, and whether the last one is among them (RFC 9112, section 7.1).
    private static func dechunked(
        _ bytes: ArraySlice<UInt8>, limit: Int
    ) throws(ProbeEnd) -> ([UInt8], ends: Bool) {
        var rest = bytes
        var result: [UInt8] = []
        while result.count < limit, let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<end], as: UTF8.self).prefix { $0 != ";" }
            guard let size = Int(trimmed(line), radix: 16), size >= 0 else { throw .garbage("HTTP") }
            if size == 0 { return (result, true) }
            let data = rest[(end + 1)...]
            result += data.prefix(size)
            guard data.count - 2 >= size else { break }
            rest = data.dropFirst(size + 2)
        }
        return (result, false)
    }

    private static func value(_ name: String, _ headers: ArraySlice<String>) -> String? {
        for line in headers {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name { return trimmed(parts[1]) }
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        var scalars = text.unicodeScalars.drop(while: isSpace)
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return String(scalars)
    }
}
