import Crypto
import Diagnostics

/// A SCRAM-SHA-512 user, as a broker is told of it (AlterUserScramCredentials): the salted password, never the password.
struct KafkaUser: Sendable {
    let login: KafkaLogin
    let salt: [UInt8]

    /// As many as Kafka asks for at least (ScramMechanism.java).
    static let iterations = 4096
    /// The number of SCRAM-SHA-512 in the protocol.
    private static let mechanism: UInt8 = 2
    private static let describeKey: Int16 = 50
    private static let alterKey: Int16 = 51
    private static let notFound: Int16 = 91

    init(_ login: KafkaLogin, salt: [UInt8]? = nil) {
        self.login = login
        var generator = SystemRandomNumberGenerator()
        self.salt = salt ?? (0..<24).map { _ in .random(in: 0...255, using: &generator) }
    }

    /// Asks whether there is such a user.
    func description(_ versions: KafkaVersions) throws(ProbeEnd) -> KafkaRequest {
        let version = try versions.newest(Self.describeKey, among: 0...0, "DescribeUserScramCredentials")
        var body: [UInt8] = []
        body.append(compactCount: 1)
        body.append(compact: login.user.utf8)
        body += [0, 0]
        return KafkaRequest(key: Self.describeKey, version: version, body: body, isFlexible: true)
    }

    /// - Returns: whether it has a password of this mechanism.
    static func isThere(_ response: ByteReader) throws(ProbeEnd) -> Bool {
        var reader = response
        // throttle_time_ms
        guard reader.integer(Int32.self) != nil, let error = reader.integer(Int16.self),
            let sentence = reader.compactText()
        else { throw .garbage("Kafka") }
        guard error == 0 else { throw .refused(.other, KafkaError.words(error, sentence)) }
        guard reader.compactCount() == 1, reader.compactText() != nil, let found = reader.integer(Int16.self),
            let words = reader.compactText(), let count = reader.compactCount()
        else { throw .garbage("Kafka") }
        guard found != notFound else { return false }
        guard found == 0 else { throw .refused(.other, KafkaError.words(found, words)) }
        var mechanisms: [UInt8] = []
        for _ in 0..<count {
            guard let mechanism = reader.integer(UInt8.self), reader.integer(Int32.self) != nil, reader.skipTags()
            else { throw .garbage("Kafka") }
            mechanisms.append(mechanism)
        }
        return mechanisms.contains(Self.mechanism)
    }

    /// Makes the user, or gives it another password.
    func alteration(_ versions: KafkaVersions) throws(ProbeEnd) -> KafkaRequest {
        let version = try versions.newest(Self.alterKey, among: 0...0, "AlterUserScramCredentials")
        let salted = ScramKeys<SHA512>.salted(
            Array(login.password.reveal().utf8), salt: salt, iterations: Self.iterations)
        var body: [UInt8] = []
        // deletions
        body.append(compactCount: 0)
        body.append(compactCount: 1)
        body.append(compact: login.user.utf8)
        body.append(Self.mechanism)
        body.append(bigEndian: Int32(Self.iterations))
        body.append(compact: salt)
        body.append(compact: salted)
        body += [0, 0]
        return KafkaRequest(key: Self.alterKey, version: version, body: body, isFlexible: true)
    }

    /// - Throws: the broker's words where it did not take it.
    static func checkAlteration(_ response: ByteReader) throws(ProbeEnd) {
        var reader = response
        // throttle_time_ms
        guard reader.integer(Int32.self) != nil, let count = reader.compactCount(), count > 0 else {
            throw .garbage("Kafka")
        }
        for _ in 0..<count {
            guard reader.compactText() != nil, let error = reader.integer(Int16.self),
                let sentence = reader.compactText(), reader.skipTags()
            else { throw .garbage("Kafka") }
            guard error == 0 else { throw .refused(.other, KafkaError.words(error, sentence)) }
        }
    }
}
