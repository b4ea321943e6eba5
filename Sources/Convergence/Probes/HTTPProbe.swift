import Diagnostics

/// A request over HTTP/1.1 with the headers that carry the credential.
struct HTTPProbe {
    let path: String
    let headers: [(String, Secret)]
    let address: ProbeAddress
    var method = "GET"
    /// JSON.
    var body: [UInt8]?

    /// A description of a thousand fields is smaller.
    private static let longestBody = 1 << 20

    /// The reply with its whole body, whatever its status says.
    func reply(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> HTTPReply {
        try connection.send(try request())
        let reply = try connection.next("HTTP") { (buffer, isWhole) throws(ProbeEnd) in
            try HTTPReply.take(from: &buffer, isWhole: isWhole, bodyLimit: Self.longestBody)
        }
        guard reply.body.utf8.count < Self.longestBody else { throw .silent("sent more than 1 MiB") }
        return reply
    }

    func run(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> ProbeFacts {
        try connection.send(try request())
        let reply = try connection.next("HTTP") { (buffer, isWhole) throws(ProbeEnd) in
            try HTTPReply.take(from: &buffer, isWhole: isWhole)
        }
        guard let refusal = Self.refusal(reply) else { return ProbeFacts() }
        throw refusal
    }

    func request() throws(ProbeEnd) -> [UInt8] {
        var lines = [
            "\(method) \(Self.encoded(path)) HTTP/1.1", "Host: \(address)", "User-Agent: sfm-dev", "Accept: */*",
            "Connection: close",
        ]
        for (name, value) in headers {
            // The server is not asked: the header would be two.
            guard !(name + value.reveal()).utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) else {
                throw .unreachable("the header '\(name)' cannot be sent: it has a line break")
            }
            lines.append("\(name): \(value.reveal())")
        }
        if let body { lines += ["Content-Type: application/json", "Content-Length: \(body.count)"] }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? [])
    }

    /// What may not stand in a request line is percent-encoded.
    private static func encoded(_ path: String) -> String {
        var text = path.hasPrefix("/") ? "" : "/"
        for byte in path.utf8 {
            if (0x21...0x7E).contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    /// nil for a status that says yes.
    static func refusal(_ reply: HTTPReply) -> ProbeEnd? {
        let line =
            reply.body.split(whereSeparator: \.isNewline).first
            .map { ": \($0.prefix(HTTPReply.bodyShown))" } ?? ""
        let sentence = "HTTP \(reply.status)\(reply.reason.isEmpty ? "" : " \(reply.reason)")\(line)"
        switch reply.status {
        case 200..<300: return nil
        case 401, 403: return .refused(.wrongPassword, sentence)
        case 503: return .refused(.notYet, sentence)
        // Servers that speak TLS on this port say so in words only, such as nginx and Go's.
        case 400 where reply.body.contains("HTTPS port") || reply.body.contains("HTTPS server"):
            return .refused(.needsTLS, sentence)
        default: return .refused(.other, sentence)
        }
    }
}
