/// One request as it goes over the wire.
struct HTTPRequest: Sendable {
    var method: String
    /// Path and query, percent-encoded.
    var path: String
    var headers: [(name: String, value: String)] = []
    /// `nil` sends no body at all; an engine refuses some calls (start) that carry one.
    var body: [UInt8]?
    /// How long the whole exchange may take; `nil` for no limit.
    var limit: Duration?
}

struct HTTPHead: Sendable {
    var status: Int
    /// Names in lower case.
    var headers: [String: String] = [:]
}

struct HTTPResponse: Sendable {
    var head: HTTPHead
    var body: [UInt8]
}

extension HTTPHead {
    /// Reads one line of a response's head. A status line begins a new head: an interim response (1xx) comes before the
    /// final one (RFC 9110, section 15.2).
    mutating func read(line: Substring) {
        if line.hasPrefix("HTTP/") {
            let words = line.split(separator: " ", maxSplits: 2)
            self = HTTPHead(status: words.count > 1 ? Int(words[1]) ?? 0 : 0)
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...]
            headers[line[..<colon].lowercased()] = String(value.trimmed)
        }
    }
}

extension Substring {
    /// Without the blanks and line ends around it.
    var trimmed: Substring {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
