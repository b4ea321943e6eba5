import Crypto

enum ScramProblem: Error, Equatable { case malformed, tooManyIterations, wrongSignature }

/// The client's part of a SCRAM login without channel binding (RFC 5802, section 3).
struct ScramClient<Function: HashFunction> {
    private let user: String
    private let password: [UInt8]
    private let nonce: String
    private var expectedSignature: [UInt8] = []

    /// A login to Postgres, which takes the user from the start-up message.
    /// - Parameter nonce: printable ASCII without a comma, never used before.
    init(password: String, nonce: String = Self.freshNonce()) {
        self.init(user: "", prepared: ScramKeys<Function>.prepared(password), nonce: nonce)
    }

    /// - Parameter password: as it is hashed.
    init(user: String, prepared password: [UInt8], nonce: String = Self.freshNonce()) {
        self.user = user.replacing("=", with: "=3D").replacing(",", with: "=2C")
        self.password = password
        self.nonce = nonce
    }

    /// 18 bytes, as Postgres' own clients take.
    private static func freshNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64.encode((0..<18).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    private var firstBare: String { "n=\(user),r=\(nonce)" }

    var first: String { "n,,\(firstBare)" }

    /// The proof of the password, for what the server said first.
    mutating func final(answering serverFirst: String) throws(ScramProblem) -> String {
        let parts = serverFirst.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasPrefix("r=\(nonce)"), parts[0].utf8.count > nonce.utf8.count + 2,
            parts[1].hasPrefix("s="), let salt = Base64.decode(parts[1].dropFirst(2)), !salt.isEmpty,
            parts[2].hasPrefix("i="), let iterations = Int(parts[2].dropFirst(2)), iterations > 0
        else { throw .malformed }
        guard iterations <= ScramVerifier.mostIterations else { throw .tooManyIterations }
        let keys = ScramKeys<Function>(prepared: password, salt: salt, iterations: iterations)
        // `biws` is `n,,` in base64.
        let withoutProof = "c=biws,\(parts[0])"
        let message = Array("\(firstBare),\(serverFirst),\(withoutProof)".utf8)
        expectedSignature = ScramKeys<Function>.mac(keys.serverKey, message)
        let proof = zip(keys.clientKey, ScramKeys<Function>.mac(keys.storedKey, message)).map { $0 ^ $1 }
        return "\(withoutProof),p=\(Base64.encode(proof))"
    }

    /// Whether the server knows the password too: another program on the port does not.
    func verify(_ serverFinal: String) throws(ScramProblem) {
        let first = serverFinal.prefix { $0 != "," }
        guard first.hasPrefix("v="), let signature = Base64.decode(first.dropFirst(2)) else { throw .malformed }
        guard !expectedSignature.isEmpty, signature == expectedSignature else { throw .wrongSignature }
    }
}
