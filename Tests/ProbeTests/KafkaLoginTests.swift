import Crypto
import Diagnostics
import Testing

@testable import Convergence

/// A login to Kafka by SCRAM-SHA-512.
struct KafkaLoginTests {
    private static let login = KafkaLogin(user: "sfm", password: Secret("hunter22"))

    // With the nonces and the salt of RFC 7677; from another implementation of HMAC and PBKDF2.
    @Test(arguments: [
        (
            "user", "pencil", "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
            "gMGXRcevScNtxZ6/8lQYpGtnsNAc3mGcmNomv+xnoOMw+3R2xNJdMNnzMlTN8PPC6wdp6dybEmDYXYTxwnYPJQ==",
            "ZQnYEgWQMFmmsM8aQMF0nDDCy/AgCzkwk8CmMZYcMg0vSVlKDanekLtifDSeVGT4+5ZxXnJq199RVG2rR7N7Zw=="
        ),
        (
            "a=b,c", String(repeating: "p", count: 200), "n,,n=a=3Db=2Cc,r=rOprNGfwEbeRWgbNEkqO",
            "MBzMzKyCOlnI++z0Q8RHNHjvApzpqJ6Y6GL4zgZKZyVcTC8FV3i/Tjj+Y0DZ1EgiS86uC6Y+zFP1qXPkNyPWWA==",
            "ZuMqhqiIBN2mTeEpxg//3hL66FDfE4oZBVMO661mqC+R4gy5R9q7jiL7h1HM41ANfwQ5Qzr9n//LAlrVwNssrA=="
        ),
    ])
    func `SHA-512 gives other proofs`(
        user: String, password: String, first: String, proof: String, signature: String
    ) throws {
        let challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        var client = ScramClient<SHA512>(user: user, prepared: Array(password.utf8), nonce: "rOprNGfwEbeRWgbNEkqO")
        #expect(client.first == first)
        #expect(try client.final(answering: challenge).hasSuffix(",p=\(proof)"))
        try client.verify("v=\(signature)")
    }

    @Test func `the right password tells the brokers, and is not sent`() throws {
        var broker = KafkaBroker(.login)
        let facts = try KafkaProbe(login: Self.login).run(on: &broker)
        #expect(facts == ProbeFacts(brokers: [ProbeAddress(host: "kf", port: 9092)]))
        #expect(broker.asked == [18, 17, 36, 36, 3])
        #expect(!String(decoding: broker.sent, as: UTF8.self).contains("hunter22"))
    }

    /// Postgres would take a no-break space for a space; Kafka's own clients do not.
    @Test(arguments: ["a\u{A0}b", "with,comma=", "\u{1F511}"])
    func `any password is hashed as it is`(password: String) throws {
        var broker = KafkaBroker(.login, user: "x=3D=2C", password: password)
        let facts = try KafkaProbe(login: KafkaLogin(user: "x=,", password: Secret(password))).run(on: &broker)
        #expect(facts.brokers.count == 1)
    }

    @Test(arguments: [
        (KafkaBroker.Kind.knowsNone, RefusalKind.other, "asks for no login: the listener takes anybody", [Int16(18)]),
        (.asksForNone, .other, "asks for no login: the listener takes anybody", [18, 17]),
        (.plain, .other, "offers PLAIN, GSSAPI for a login, and not SCRAM-SHA-512", [18, 17]),
        (.impostor, .other, "does not prove that it knows the password itself", [18, 17, 36, 36]),
        (.slow, .other, "asks for more than 1000000 rounds of hashing", [18, 17, 36]),
    ])
    func `a listener that takes no such login is told`(
        kind: KafkaBroker.Kind, refusal: RefusalKind, sentence: String, asked: [Int16]
    ) {
        var broker = KafkaBroker(kind)
        #expect(throws: ProbeEnd.refused(refusal, sentence)) { try KafkaProbe(login: Self.login).run(on: &broker) }
        #expect(broker.asked == asked)
    }

    @Test func `another password is refused in Kafka's words`() {
        var broker = KafkaBroker(.login, password: "another")
        #expect(throws: ProbeEnd.refused(.unknownRoleOrPassword, "Authentication failed: another")) {
            try KafkaProbe(login: Self.login).run(on: &broker)
        }
    }

    @Test func `a listener that wants a login tells so to who has none`() {
        var broker = KafkaBroker(.login)
        let sentence =
            "closed the connection without an answer when asked for its brokers: the listener may want a login"
        #expect(throws: ProbeEnd.refused(.other, sentence)) { try KafkaProbe().run(on: &broker) }
    }

    @Test func `who hangs up after the login does not want one`() {
        var broker = KafkaBroker(.closing)
        #expect(throws: ProbeEnd.silent("closed the connection without an answer")) {
            try KafkaProbe(login: Self.login).run(on: &broker)
        }
    }

    @Test func `an answer that is none does not want a login`() {
        // ApiVersions with Metadata 1, then a response to another request.
        var script = Script(
            bytes: [0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0, 1] + [0, 0, 0, 4, 0, 0, 0, 9])
        #expect(throws: ProbeEnd.garbage("Kafka")) { try KafkaProbe().run(on: &script) }
    }

    @Test func `a sentence that repeats the password is shown without it`() {
        let target = ProbeTarget.kafka(Self.login)
        #expect(target.password == Self.login.password && ProbeTarget.kafka(nil).password == nil)
        #expect(target.redacted(.refused(.other, "no hunter22 for sfm")) == .refused(.other, "no [redacted] for sfm"))
    }
}
