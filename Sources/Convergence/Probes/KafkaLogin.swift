import Crypto
package import Diagnostics

/// A login by SASL with SCRAM-SHA-512 (Apache Kafka documentation, "Kafka protocol guide", SASL; RFC 5802).
package struct KafkaLogin: Sendable, Equatable {
    package var user: String
    package var password: Secret

    package init(user: String, password: Secret) {
        self.user = user
        self.password = password
    }
}

extension KafkaLogin {
    /// nil where one of the two is missing.
    init?(user: String?, password: Secret?) {
        guard let user, let password else { return nil }
        self.init(user: user, password: password)
    }

    static let mechanism = "SCRAM-SHA-512"

    /// Unlike Postgres, Kafka's own clients hash a password as it is.
    var client: ScramClient<SHA512> { ScramClient(user: user, prepared: Array(password.reveal().utf8)) }
}

/// The two requests of a login, in versions without tagged fields.
enum KafkaSasl {
    static let handshakeKey: Int16 = 17
    static let authenticateKey: Int16 = 36
    private static let authenticateVersions: ClosedRange<Int16> = 0...1

    private static let unsupportedMechanism: Int16 = 33
    private static let illegalState: Int16 = 34
    private static let authenticationFailed: Int16 = 58

    static let asksForNone = ProbeEnd.refused(.other, "asks for no login: the listener takes anybody")

    static func handshake(_ versions: KafkaVersions) throws(ProbeEnd) -> KafkaRequest {
        guard versions.knows(handshakeKey), versions.knows(authenticateKey) else { throw asksForNone }
        let version = try versions.newest(handshakeKey, among: 1...1, "SaslHandshake")
        var body: [UInt8] = []
        body.append(kafka: KafkaLogin.mechanism)
        return KafkaRequest(key: handshakeKey, version: version, body: body)
    }

    static func checkHandshake(_ response: ByteReader) throws(ProbeEnd) {
        var reader = response
        guard let error = reader.integer(Int16.self), let count = reader.kafkaCount() else { throw .garbage("Kafka") }
        var offered: [String] = []
        for _ in 0..<count {
            guard let name = reader.kafkaText() else { throw .garbage("Kafka") }
            offered.append(name)
        }
        switch error {
        case 0: return
        // So says the broker tansu where it asks for none.
        case unsupportedMechanism where offered.contains(KafkaLogin.mechanism): throw asksForNone
        case unsupportedMechanism:
            throw .refused(
                .other, "offers \(offered.joined(separator: ", ")) for a login, and not \(KafkaLogin.mechanism)")
        case illegalState: throw asksForNone
        default: throw .refused(.other, KafkaError.words(error))
        }
    }

    static func authenticate(_ text: String, _ versions: KafkaVersions) throws(ProbeEnd) -> KafkaRequest {
        let version = try versions.newest(authenticateKey, among: authenticateVersions, "SaslAuthenticate")
        var body: [UInt8] = []
        body.append(bigEndian: Int32(text.utf8.count))
        return KafkaRequest(key: authenticateKey, version: version, body: body + text.utf8)
    }

    /// What the server says to the client's words.
    static func answer(_ response: ByteReader) throws(ProbeEnd) -> String {
        var reader = response
        guard let error = reader.integer(Int16.self), let sentence = reader.kafkaText(),
            let length = reader.integer(Int32.self), let token = reader.bytes(max(Int(length), 0))
        else { throw .garbage("Kafka") }
        guard error != authenticationFailed else {
            throw .refused(.unknownRoleOrPassword, KafkaError.words(error, sentence))
        }
        guard error == 0 else { throw .refused(.other, KafkaError.words(error, sentence)) }
        return String(decoding: token, as: UTF8.self)
    }
}
