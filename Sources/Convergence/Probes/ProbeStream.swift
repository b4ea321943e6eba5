/// The two directions of a conversation; a socket, or in tests a script.
protocol ProbeStream: ~Copyable {
    /// What was received and not yet taken.
    var buffer: [UInt8] { get set }

    mutating func send(_ bytes: [UInt8]) throws(ProbeEnd)

    /// Some bytes, at least one; none once the other side has closed.
    mutating func receive() throws(ProbeEnd) -> [UInt8]
}

extension ProbeStream where Self: ~Copyable {
    /// The next message as `take` reads it from the front of the buffer; `take` gives nil while it is not whole.
    mutating func next<Message>(
        _ name: String, _ take: (inout [UInt8]) throws(ProbeEnd) -> Message?
    ) throws(ProbeEnd) -> Message {
        try next(name) { (buffer, _) throws(ProbeEnd) in try take(&buffer) }
    }

    /// The same for a message that the end of the connection may complete.
    mutating func next<Message>(
        _ name: String, _ take: (inout [UInt8], _ isWhole: Bool) throws(ProbeEnd) -> Message?
    ) throws(ProbeEnd) -> Message {
        while true {
            // An alert record of TLS (RFC 8446, section 5.1): no protocol here begins so.
            if buffer.starts(with: [0x15, 0x03]) { throw .refused(.needsTLS, "answers in TLS only") }
            if !buffer.isEmpty, let message = try take(&buffer, false) { return message }
            let bytes = try receive()
            buffer += bytes
            guard bytes.isEmpty else { continue }
            if !buffer.isEmpty, let message = try take(&buffer, true) { return message }
            throw .silent(
                buffer.isEmpty
                    ? "closed the connection without an answer" : "closed the connection in the middle of an answer")
        }
    }
}
