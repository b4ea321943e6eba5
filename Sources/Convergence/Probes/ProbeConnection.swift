/// A connection to a service, behind TLS where its address says so, with one deadline for all that is done with it. Its
/// calls block: they belong on a thread of their own.
struct ProbeConnection: ProbeStream, ~Copyable {
    var buffer: [UInt8] = []
    private var socket: ProbeSocket
    private var tls: TLSSession?

    /// SSLRequest (PostgreSQL documentation, "Message Formats"): its length and its code, 80877103.
    private static let sslRequest: [UInt8] = [0, 0, 0, 8, 4, 210, 22, 47]

    init(
        _ address: ProbeAddress, deadline: ContinuousClock.Instant, isCancelled: @escaping @Sendable () -> Bool
    ) throws(ProbeEnd) {
        var socket = try ProbeSocket(address, deadline: deadline, isCancelled: isCancelled)
        var tls: TLSSession?
        if let wanted = address.tls { tls = try Self.handshake(wanted, on: &socket) }
        self.socket = socket
        self.tls = tls
    }

    deinit {
        // The other side learns that nothing was cut off; whether it hears it changes nothing.
        if let tls { socket.sendLast(tls.farewell()) }
    }

    mutating func send(_ bytes: [UInt8]) throws(ProbeEnd) {
        guard let tls else { return try socket.send(bytes) }
        try socket.send(try tls.sealed(bytes))
    }

    mutating func receive() throws(ProbeEnd) -> [UInt8] {
        guard let tls else { return try socket.receive() }
        while true {
            // The end of the handshake, a new key, or an answer to one.
            try flush()
            let plain = tls.opened()
            guard plain.isEmpty, !tls.isOver else { return plain }
            let bytes = try socket.receive()
            guard !bytes.isEmpty else { return [] }
            try tls.take(bytes)
        }
    }

    /// Whether the other side leaves the connection open for that long, or says something first.
    mutating func staysOpen(for duration: Duration) throws(ProbeEnd) -> Bool {
        try flush()
        let end = ContinuousClock.now + duration
        while let bytes = try socket.receive(until: end) {
            guard !bytes.isEmpty else { return false }
            guard let tls else { return true }
            try tls.take(bytes)
            if !tls.opened().isEmpty { return true }
            if tls.isOver { return false }
        }
        return true
    }

    /// Sends what TLS has kept back: the end of the handshake goes out with the first words, or where none are said alone. Each
    /// packet to a published port wakes two programs more than the server.
    private mutating func flush() throws(ProbeEnd) {
        if let tls { try socket.send(tls.outgoing()) }
    }

    private static func handshake(
        _ wanted: ProbeTLS, on socket: inout ProbeSocket
    ) throws(ProbeEnd) -> TLSSession {
        if wanted.isPostgres {
            try socket.send(sslRequest)
            let answer = try socket.receive(atMost: 1)
            guard !answer.isEmpty else { throw .silent("closed the connection without an answer") }
            switch answer[0] {
            case UInt8(ascii: "S"): break
            case UInt8(ascii: "N"): throw .refused(.lacksTLS, "answers a request for TLS with no")
            // One that cannot take another connection now.
            case UInt8(ascii: "E"): throw .refused(.notYet, "answers a request for TLS with an error")
            default: throw .garbage("Postgres")
            }
        }
        let session = try TLSSession(wanted)
        while true {
            if session.isOpen { return session }
            try socket.send(session.outgoing())
            let bytes = try socket.receive()
            guard !bytes.isEmpty else { throw .silent("closed the connection without an answer") }
            try session.take(bytes)
        }
    }
}
