import Crypto
package import Diagnostics

/// What Postgres keeps of a password, `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>`. `ALTER ROLE … PASSWORD`
/// takes it as it is, so that the password itself is in no statement log.
package struct ScramVerifier: Sendable, Equatable {
    /// Postgres' own default, `scram_iterations`.
    package static let usualIterations = 4096
    /// More would let a server keep a probe busy for seconds.
    static let mostIterations = 1_000_000

    private let iterations: Int
    private let salt: [UInt8]
    private let storedKey: [UInt8]
    private let serverKey: [UInt8]

    /// With a new salt.
    package init(_ password: Secret, iterations: Int = usualIterations) {
        var generator = SystemRandomNumberGenerator()
        // 16 bytes as in Postgres, SCRAM_DEFAULT_SALT_LEN.
        self.init(password, salt: (0..<16).map { _ in .random(in: 0...255, using: &generator) }, iterations: iterations)
    }

    package init(_ password: Secret, salt: [UInt8], iterations: Int = usualIterations) {
        let keys = ScramKeys<SHA256>(password: password.reveal(), salt: salt, iterations: iterations)
        self.iterations = iterations
        self.salt = salt
        storedKey = keys.storedKey
        serverKey = keys.serverKey
    }

    /// As Postgres stores it in `pg_authid.rolpassword`; nil for any other text.
    package init?(stored text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "SCRAM-SHA-256" else { return nil }
        let first = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let second = parts[2].split(separator: ":", omittingEmptySubsequences: false)
        guard first.count == 2, second.count == 2, let iterations = Int(first[0]),
            (1...Self.mostIterations).contains(iterations), let salt = Base64.decode(first[1]), !salt.isEmpty,
            let storedKey = Base64.decode(second[0]), storedKey.count == 32,
            let serverKey = Base64.decode(second[1]), serverKey.count == 32
        else { return nil }
        self.iterations = iterations
        self.salt = salt
        self.storedKey = storedKey
        self.serverKey = serverKey
    }

    /// As `ALTER ROLE … PASSWORD` takes it. Not the password, but still enough to pose as the server.
    package var text: Secret {
        Secret(
            "SCRAM-SHA-256$\(iterations):\(Base64.encode(salt))$\(Base64.encode(storedKey)):\(Base64.encode(serverKey))"
        )
    }

    /// Whether it was made of this password: nothing needs to be altered then.
    package func fits(_ password: Secret) -> Bool {
        ScramVerifier(password, salt: salt, iterations: iterations) == self
    }
}
