import Crypto
import Diagnostics

/// A login to Postgres, protocol 3.0, and what the server tells of itself afterwards.
struct PostgresProbe {
    let user: String
    let password: Secret?
    let database: String

    func run(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> ProbeFacts {
        var facts = try open(on: &connection)
        // Any role may read it, unless that was taken from PUBLIC.
        let query = PostgresQuery(statement: "SELECT system_identifier FROM pg_catalog.pg_control_system()")
        do { facts.systemIdentifier = try query.rows(on: &connection).first?.first ?? nil } catch {
            guard error.answer.refusal != nil else { throw error }
        }
        try? connection.send(PostgresMessage.terminate)
        return facts
    }

    /// The login; statements may follow.
    func open(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> ProbeFacts {
        try connection.send(PostgresMessage.startup(user: user, database: database))
        try logIn(on: &connection)
        var facts = ProbeFacts()
        while true {
            let message = try next(from: &connection)
            if message.type == UInt8(ascii: "Z") { break }
            if message.type == UInt8(ascii: "S"), let parameter = message.parameter,
                parameter.name == "server_version"
            {
                facts.version = parameter.value
            }
        }
        return facts
    }

    private func logIn(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) {
        var scram: ScramClient<SHA256>?
        var isProven = false
        while true {
            let message = try next(from: &connection)
            // NegotiateProtocolVersion and notices may come first.
            guard message.type == UInt8(ascii: "R") else { continue }
            var body = ByteReader(message.body)
            guard let kind = body.integer(UInt32.self) else { throw .garbage("Postgres") }
            switch kind {
            case 0:
                guard scram == nil || isProven else { throw Self.impostor }
                return
            case 3: throw .refused(.other, "asks for the password in clear text, which sfm-dev does not send")
            case 5: try connection.send(PostgresMessage.password(try hashed(salt: Array(body.rest))))
            case 10:
                var client = ScramClient<SHA256>(password: try known())
                try offer(Self.mechanisms(&body), client, on: &connection)
                let answer = try next(from: &connection)
                try connection.send(PostgresMessage.sasl(try proof(by: &client, for: answer)))
                scram = client
            case 12:
                guard let scram else { throw .garbage("Postgres") }
                try verify(scram, String(decoding: body.rest, as: UTF8.self))
                isProven = true
            default: throw .refused(.other, "asks for a login of a kind that sfm-dev does not know (\(kind))")
            }
        }
    }

    private func next(from connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> PostgresMessage {
        let message = try connection.next("Postgres", PostgresMessage.take)
        if message.type == UInt8(ascii: "E") { throw message.refusal }
        return message
    }

    private func known() throws(ProbeEnd) -> String {
        guard let password else { throw .refused(.wrongPassword, "asks for a password, and none is set") }
        return password.reveal()
    }

    /// `md5` in pg_hba.conf: the hash of the stored hash and the salt.
    private func hashed(salt: [UInt8]) throws(ProbeEnd) -> String {
        func digest(_ bytes: [UInt8]) -> String {
            Insecure.MD5.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        return "md5" + digest(Array(digest(Array("\(try known())\(user)".utf8)).utf8) + salt)
    }

    private static func mechanisms(_ body: inout ByteReader) -> [String] {
        var names: [String] = []
        while let name = body.zeroTerminated(), !name.isEmpty { names.append(name) }
        return names
    }

    private func offer(
        _ mechanisms: [String], _ client: ScramClient<SHA256>, on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) {
        guard mechanisms.contains("SCRAM-SHA-256") else {
            throw .refused(.other, "offers no login that sfm-dev knows: \(mechanisms.joined(separator: ", "))")
        }
        try connection.send(PostgresMessage.saslInitial("SCRAM-SHA-256", client.first))
    }

    private func proof(by client: inout ScramClient<SHA256>, for answer: PostgresMessage) throws(ProbeEnd) -> String {
        var body = ByteReader(answer.body)
        guard answer.type == UInt8(ascii: "R"), body.integer(UInt32.self) == 11 else { throw .garbage("Postgres") }
        do {
            return try client.final(answering: String(decoding: body.rest, as: UTF8.self))
        } catch .tooManyIterations {
            throw .refused(.other, "asks for more than \(ScramVerifier.mostIterations) rounds of hashing")
        } catch {
            throw .garbage("Postgres")
        }
    }

    private func verify(_ client: ScramClient<SHA256>, _ text: String) throws(ProbeEnd) {
        do { try client.verify(text) } catch { throw Self.impostor }
    }

    private static let impostor = ProbeEnd.refused(.other, "does not prove that it knows the password itself")
}
