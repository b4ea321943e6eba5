import Crypto
import SwiftASN1
import Testing
import X509

@testable import Certificates

/// What may be given to the system's store of trusted CAs.
struct TrustedAuthorityTests {
    private static func stored(_ pem: String, known: String? = nil) -> StoredCertificates {
        var stored = StoredCertificates()
        stored.authority = pem
        stored.authorities = known ?? pem
        return stored
    }

    private static func trusted(
        _ stored: StoredCertificates, at now: Int64 = Fixture.now
    ) throws(CertificateFault) -> TrustedAuthority? { try TrustedAuthority(stored, now: now) }

    @Test func `the CA of this checkout is given as one certificate`() throws {
        let fixture = try Fixture()
        let pem = fixture.authority.pem
        #expect(try Self.trusted(Self.stored("a word before\n" + pem, known: pem))?.pem == pem)
        #expect(try Self.trusted(fixture.stored)?.facts == CertificateFacts(pem: pem))
        #expect(try Self.trusted(StoredCertificates()) == nil)
    }

    @Test func `a file with anything besides is not`() throws {
        let pem = try Fixture().authority.pem
        for other in [try Fixture().authority.pem, P256.Signing.PrivateKey().pemRepresentation, pem] {
            #expect(throws: CertificateFault.severalCertificates) {
                try Self.trusted(Self.stored(pem + "\n" + other, known: pem + other))
            }
        }
    }

    @Test func `one that was not made here is not`() throws {
        let (pem, other) = (try Fixture().authority.pem, try Fixture().authority.pem)
        #expect(throws: CertificateFault.foreignAuthority) { try Self.trusted(Self.stored(pem, known: other)) }
        #expect(throws: CertificateFault.unrecordedAuthority) {
            try Self.trusted(Self.stored(pem, known: pem.cut + other))
        }
        #expect(throws: CertificateFault.unreadableCertificate) { try Self.trusted(Self.stored(pem.cut)) }
    }

    @Test func `one out of its time is not`() throws {
        let stored = try Fixture().stored
        let facts = try #require(try Self.trusted(stored)).facts
        #expect(try Self.trusted(stored, at: facts.end)?.facts == facts)
        #expect(throws: CertificateFault.expired(facts.end)) { try Self.trusted(stored, at: facts.end + 1) }
        #expect(throws: CertificateFault.notYetValid(from: facts.start, now: 0)) { try Self.trusted(stored, at: 0) }
    }

    /// By a word for the failing case.
    private static let unbound: [(String, @Sendable () -> Forgery)] = [
        ("no CA", { Forgery(isAuthority: false) }),
        ("CAs below it", { Forgery(pathLength: 1) }),
        ("any number of CAs below it", { Forgery(pathLength: nil) }),
        ("no constraints", { Forgery(constraints: nil) }),
        ("constraints that may be overlooked", { Forgery(isCritical: false) }),
        ("a site", { Forgery(constraints: constraints(["localhost", "example.com"])) }),
        ("every name", { Forgery(constraints: constraints([])) }),
        ("every name, spelt out", { Forgery(constraints: constraints([""])) }),
        ("every address", { Forgery(constraints: constraints(["localhost"], addresses: [])) }),
        (
            "some address",
            { Forgery(constraints: constraints(["localhost"], addresses: [[10, 0, 0, 0, 255, 0, 0, 0]])) }
        ),
        ("another use of its key", { Forgery(signsCertificates: false) }),
        ("another's signature", { Forgery(signer: P256.Signing.PrivateKey()) }),
    ]

    private static func constraints(
        _ names: [String], addresses: [[UInt8]] = [[127, 0, 0, 0, 255, 0, 0, 0]]
    ) -> NameConstraints {
        NameConstraints(
            permittedDNSDomains: names,
            permittedIPRanges: addresses.map { ASN1OctetString(contentBytes: $0[...]) })
    }

    @Test(arguments: unbound) func `one that could do more than a checkout's is not`(
        what: String, forgery: @Sendable () -> Forgery
    ) throws {
        let forged = try forgery().made()
        #expect(throws: CertificateFault.unbound) { try Self.trusted(Self.stored(forged.pem)) }
        var stored = Self.stored(forged.pem)
        stored.authorityKey = forged.keyFile
        guard case .make(.unbound) = try AuthorityReview(stored, labels: ["redis"], now: Fixture.now) else {
            return #expect(Bool(false), "it goes on")
        }
    }

    @Test func `one as sfm-dev makes it is`() throws {
        #expect(try Self.trusted(Self.stored(Forgery().made().pem)) != nil)
    }

    @Test func `every CA of a checkout is known by its fingerprint`() throws {
        let (earlier, stranger) = (try Fixture().authority.pem, try Fixture().authority.pem)
        var stored = try Fixture().stored
        let current = try #require(stored.authority)
        stored.authorities = earlier + "-----BEGIN CERTIFICATE-----\nno\n" + current
        stored.authority = stranger
        let prints = try [earlier, current, stranger].map { try CertificateFacts(pem: $0).fingerprint }
        #expect(stored.fingerprints == prints)
        stored.authority = "no"
        #expect(stored.fingerprints == Array(prints.prefix(2)))
    }
}
