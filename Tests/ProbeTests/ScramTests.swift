import Crypto
import Diagnostics
import Testing

@testable import Convergence

/// The exchange of RFC 7677, section 3.
private enum Example {
    static let nonce = "rOprNGfwEbeRWgbNEkqO"
    static let salt = Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ==") ?? []
    static let serverFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    static let withoutProof = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
}

struct ScramTests {
    @Test func `the proof and the signature of RFC 7677 come out`() {
        let keys = ScramKeys<SHA256>(password: "pencil", salt: Example.salt, iterations: 4096)
        let message = Array("n=user,r=\(Example.nonce),\(Example.serverFirst),\(Example.withoutProof)".utf8)
        let proof = zip(keys.clientKey, ScramKeys<SHA256>.mac(keys.storedKey, message)).map { $0 ^ $1 }
        #expect(Base64.encode(proof) == "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        #expect(
            Base64.encode(ScramKeys<SHA256>.mac(keys.serverKey, message))
                == "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
    }

    // Postgres leaves the user empty, which changes both; these are from another implementation of HMAC and PBKDF2.
    @Test func `the client says what the example says, without the user`() throws {
        var client = ScramClient<SHA256>(password: "pencil", nonce: Example.nonce)
        #expect(client.first == "n,,n=,r=rOprNGfwEbeRWgbNEkqO")
        let final = try client.final(answering: Example.serverFirst)
        #expect(final == "\(Example.withoutProof),p=qvT2SWdEH5Q06albL+hjSYuUhCG7VndFyzIb7CK4n9k=")
        try client.verify("v=3HO6Qt1M4MKJrmlKaoOqLAI0/0TV0HZe7J9H3MBtSOg=")
    }

    @Test(arguments: [
        "r=other,s=QQ==,i=4096", "r=abc,s=QQ==,i=4096", "", "r=abcdef,s=,i=1", "r=abcdef,s=Q,i=1", "r=abcdef,s=QQ==",
        "r=abcdef,s=QQ==,i=0", "r=abcdef,s=QQ==,i=x", "s=QQ==,r=abcdef,i=1",
    ])
    func `a challenge that is not sound is malformed`(challenge: String) {
        var client = ScramClient<SHA256>(password: "x", nonce: "abc")
        #expect(throws: ScramProblem.malformed) { try client.final(answering: challenge) }
    }

    @Test func `a challenge that would take minutes is refused`() {
        var client = ScramClient<SHA256>(password: "x", nonce: "abc")
        #expect(throws: ScramProblem.tooManyIterations) {
            try client.final(answering: "r=abcdef,s=QQ==,i=1000001")
        }
    }

    @Test(arguments: [
        ("v=QUJD", ScramProblem.wrongSignature), ("v=", .wrongSignature), ("e=other-error", .malformed),
        ("", .malformed), ("v=?", .malformed),
    ])
    func `a server that cannot sign is not believed`(text: String, problem: ScramProblem) throws {
        var client = ScramClient<SHA256>(password: "x", nonce: "abc")
        _ = try client.final(answering: "r=abcdef,s=QUJD,i=1")
        #expect(throws: problem) { try client.verify(text) }
    }

    @Test func `a signature before the proof is not believed`() {
        let client = ScramClient<SHA256>(password: "x", nonce: "abc")
        #expect(throws: ScramProblem.wrongSignature) { try client.verify("v=") }
    }

    @Test func `each login has a nonce of its own`() {
        let first = ScramClient<SHA256>(password: "x").first
        #expect(first.utf8.count == "n,,n=,r=".utf8.count + 24)
        #expect(first != ScramClient<SHA256>(password: "x").first)
    }

    @Test(arguments: [
        ("pencil", "pencil"), ("a\u{A0}b", "a b"), ("a\u{AD}b", "ab"), ("päss", "päss"),
        ("a\u{7}\u{AD}", "a\u{7}\u{AD}"),
    ])
    func `a password is prepared as SASLprep has it`(password: String, prepared: String) {
        #expect(ScramKeys<SHA256>.prepared(password) == Array(prepared.utf8))
    }
}

struct ScramVerifierTests {
    static let text =
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="

    @Test func `the text is the one that Postgres stores`() {
        let verifier = ScramVerifier(Secret("pencil"), salt: Example.salt)
        #expect(verifier.text.reveal() == Self.text)
        #expect(ScramVerifier(stored: Self.text) == verifier)
    }

    @Test func `a verifier is known by its password alone`() throws {
        let stored = ScramVerifier(Secret("pässword")).text.reveal()
        let verifier = try #require(ScramVerifier(stored: stored))
        #expect(verifier.fits(Secret("pässword")))
        #expect(!verifier.fits(Secret("password")))
        #expect(ScramVerifier(Secret("pässword")).text.reveal() != stored)
    }

    @Test(arguments: [
        "", "md5c4ca4238a0b923820dcc509a6f75849b", "SCRAM-SHA-256$4096:QQ==$QQ==:QQ==",
        "SCRAM-SHA-1" + text.dropFirst(13),
        text.replacing("4096", with: "0"), text.replacing("4096", with: "1000001"), text + "$",
    ])
    func `another text is no verifier`(text: String) {
        #expect(ScramVerifier(stored: text) == nil)
    }
}

struct Base64Tests {
    // RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the examples of RFC 4648 go both ways`(plain: String, text: String) {
        #expect(Base64.encode(plain.utf8) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Z", "Zm9v\n", "Zm-v", "=", "Zg==Zg=="])
    func `what nobody encodes is not decoded`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
