/// One message of a Postgres server (PostgreSQL documentation, "Message Formats").
struct PostgresMessage: Equatable {
    let type: UInt8
    let body: [UInt8]

    /// A server may send megabytes in a row; what a login needs is far below this.
    static let longest = 65536

    /// Takes one message from the front; nil while it is not whole.
    static func take(from buffer: inout [UInt8]) throws(ProbeEnd) -> PostgresMessage? {
        guard let type = buffer.first else { return nil }
        // Types are letters; a first byte of another kind is another protocol.
        guard (UInt8(ascii: "A")...UInt8(ascii: "z")).contains(type) else { throw .garbage("Postgres") }
        var reader = ByteReader(buffer.dropFirst())
        guard let length = reader.integer(UInt32.self) else { return nil }
        guard (4...UInt32(longest)).contains(length) else { throw .garbage("Postgres") }
        guard let body = reader.bytes(Int(length) - 4) else { return nil }
        buffer = Array(reader.rest)
        return PostgresMessage(type: type, body: Array(body))
    }

    /// The first message of a client has no type; 3.0 is the protocol's version.
    static func startup(user: String, database: String) -> [UInt8] {
        var body: [UInt8] = []
        body.append(bigEndian: UInt32(3 << 16))
        for text in ["user", user, "database", database, "application_name", "sfm-dev", "client_encoding", "UTF8"] {
            body.append(zeroTerminated: text)
        }
        return framed(nil, body + [0])
    }

    static func password(_ text: String) -> [UInt8] { framed("p", Array(text.utf8) + [0]) }

    static func saslInitial(_ mechanism: String, _ response: String) -> [UInt8] {
        var body: [UInt8] = []
        body.append(zeroTerminated: mechanism)
        body.append(bigEndian: UInt32(response.utf8.count))
        return framed("p", body + response.utf8)
    }

    static func sasl(_ response: String) -> [UInt8] { framed("p", Array(response.utf8)) }

    static func query(_ statement: String) -> [UInt8] { framed("Q", Array(statement.utf8) + [0]) }

    static let terminate = framed("X", [])

    private static func framed(_ type: Unicode.Scalar?, _ body: [UInt8]) -> [UInt8] {
        var message = type.map { [UInt8(ascii: $0)] } ?? []
        message.append(bigEndian: UInt32(body.count + 4))
        return message + body
    }
}

extension PostgresMessage {
    /// The values of a DataRow; nil for a null.
    func columns() throws(ProbeEnd) -> [String?] {
        var reader = ByteReader(body)
        guard let count = reader.integer(UInt16.self) else { throw .garbage("Postgres") }
        var values: [String?] = []
        for _ in 0..<count {
            guard let length = reader.integer(Int32.self) else { throw .garbage("Postgres") }
            guard length >= 0 else {
                values.append(nil)
                continue
            }
            guard let value = reader.bytes(Int(length)) else { throw .garbage("Postgres") }
            values.append(String(decoding: value, as: UTF8.self))
        }
        return values
    }

    /// The name and the value of a ParameterStatus.
    var parameter: (name: String, value: String)? {
        var reader = ByteReader(body)
        guard let name = reader.zeroTerminated(), let value = reader.zeroTerminated() else { return nil }
        return (name, value)
    }

    /// The end of the conversation that an ErrorResponse means.
    var refusal: ProbeEnd {
        var reader = ByteReader(body)
        var code = ""
        var sentence = ""
        while let field = reader.integer(UInt8.self), field != 0, let text = reader.zeroTerminated() {
            if field == UInt8(ascii: "C") { code = text }
            if field == UInt8(ascii: "M") { sentence = text }
        }
        // An error has both (PostgreSQL documentation, "Error and Notice Message Fields").
        guard !code.isEmpty, !sentence.isEmpty else { return .garbage("Postgres") }
        return .refused(Self.kind(code: code, sentence: sentence), sentence)
    }

    /// By SQLSTATE (PostgreSQL documentation, appendix A).
    private static func kind(code: String, sentence: String) -> RefusalKind {
        switch code {
        case "28P01": .unknownRoleOrPassword
        // Also what pg_hba.conf has no line for; only its sentence tells that a connection with TLS would do.
        case "28000":
            // A line that rejects says so, with or without TLS.
            (sentence.hasSuffix("no encryption") || sentence.hasSuffix("SSL off")) && !sentence.contains(" rejects ")
                ? .needsTLS : sentence.hasPrefix("role ") ? .unknownRoleOrPassword : .other
        case "3D000": .databaseMissing
        case "57P03", "57P01", "57P02": .notYet
        default: .other
        }
    }
}
