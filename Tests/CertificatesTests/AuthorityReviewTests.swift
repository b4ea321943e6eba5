import Crypto
import Diagnostics
import Testing

@testable import Certificates

/// What happens to the CA, by what lies there.
struct AuthorityReviewTests {
    private static let labels = ["redis"]

    /// nil where it goes on; else the cause, nil where there was none.
    private static func made(
        _ stored: StoredCertificates, labels: [String] = Self.labels, at now: Int64 = Fixture.now
    ) throws(CertificateFault) -> CertificateFault?? {
        switch try AuthorityReview(stored, labels: labels, now: now) {
        case .keep: nil
        case .make(let cause): .some(cause)
        }
    }

    @Test func `one that is whole goes on`() throws {
        let fixture = try Fixture()
        #expect(try Self.made(fixture.stored) == nil)
        guard case .keep(let kept) = try AuthorityReview(fixture.stored, labels: [], now: Fixture.now) else {
            return #expect(Bool(false))
        }
        #expect(kept.pem == fixture.authority.pem)
        let leaf = try kept.issue(Fixture.request, now: Fixture.now)
        #expect(fixture.authority.certificate.signed(try .read(leaf.certificate)))
    }

    @Test func `where nothing is, one is made`() throws {
        #expect(try Self.made(StoredCertificates()) == .some(nil))
    }

    @Test func `a lost certificate is in the key's file, a lost key is lost`() throws {
        var fixture = try Fixture()
        fixture.stored.authority = nil
        #expect(try Self.made(fixture.stored) == nil)
        fixture = try Fixture()
        fixture.stored.authorityKey = nil
        #expect(try Self.made(fixture.stored) == .some(.noKey))
    }

    @Test func `a stranger's is not touched`() throws {
        let stranger = try Fixture()
        var fixture = try Fixture()
        fixture.stored.authority = stranger.authority.pem
        #expect(throws: CertificateFault.foreignAuthority) { try Self.made(fixture.stored) }
        fixture.stored.authorityKey = stranger.authority.keyFile
        #expect(throws: CertificateFault.foreignAuthority) { try Self.made(fixture.stored) }
        fixture.stored.authorityKey = nil
        #expect(throws: CertificateFault.foreignAuthority) { try Self.made(fixture.stored) }
    }

    @Test func `an earlier one beside the key of today's is what a kill left`() throws {
        let earlier = try Fixture()
        var fixture = try Fixture()
        fixture.stored.authority = earlier.authority.pem
        fixture.stored.authorities = earlier.authority.pem + fixture.authority.pem
        #expect(try Self.made(fixture.stored) == nil)
    }

    @Test func `a key without its certificate is held against the one beside it`() throws {
        var fixture = try Fixture()
        let file = fixture.authority.keyFile.reveal()
        let certificate = try #require(file.firstRange(of: "-----BEGIN CERTIFICATE"))
        fixture.stored.authorityKey = Secret(String(file[..<certificate.lowerBound]))
        #expect(try Self.made(fixture.stored) == nil)
        fixture.stored.authority = nil
        #expect(throws: CertificateFault.noCertificate) { try Self.made(fixture.stored) }
    }

    @Test func `a key beside another's certificate is not touched`() throws {
        var fixture = try Fixture()
        let other = try Fixture().authority.key.pemRepresentation
        fixture.stored.authorityKey = Secret(other + "\n" + fixture.authority.pem)
        #expect(throws: CertificateFault.keyOfAnother) { try Self.made(fixture.stored) }
    }

    @Test func `a record that is damaged hides none of its CAs`() throws {
        var fixture = try Fixture()
        let (pem, earlier) = (fixture.authority.pem, try Fixture().authority.pem)
        for damaged in [earlier.cut + "\n" + pem, "what?\n" + pem, pem + earlier.cut] {
            fixture.stored.authorities = damaged
            #expect(try Self.made(fixture.stored) == nil)
            #expect(try fixture.stored.cleanAuthorities() == pem)
        }
        fixture.stored.authorities = pem.cut + earlier
        #expect(throws: CertificateFault.unrecordedAuthority) { try Self.made(fixture.stored) }
        #expect(try fixture.stored.cleanAuthorities() == earlier)
        for lost in [nil, "", " \n"] {
            fixture.stored.authorities = lost
            #expect(throws: CertificateFault.unlistedAuthority) { try Self.made(fixture.stored) }
        }
        #expect(try fixture.stored.cleanAuthorities() == "")
    }

    @Test func `a new one takes over the names of the one before`() throws {
        var stored = try Fixture().stored
        let names = ["localhost", "host.docker.internal", "cache", "redis", "shop-redis-1"]
        #expect(stored.formerLabels == names)
        stored.authorityKey = nil
        #expect(stored.formerLabels == names)
        stored.authority = nil
        #expect(stored.formerLabels == [])
    }

    @Test func `what is cut off is not touched`() throws {
        var fixture = try Fixture()
        fixture.stored.authorityKey = Secret(String(fixture.authority.keyFile.reveal().prefix(100)))
        #expect(throws: CertificateFault.unreadableKey) { try Self.made(fixture.stored) }
        fixture = try Fixture()
        fixture.stored.authority = fixture.authority.pem.cut
        #expect(throws: CertificateFault.unreadableCertificate) { try Self.made(fixture.stored) }
    }

    @Test func `its time and its names count`() throws {
        let stored = try Fixture().stored
        let facts = try CertificateFacts(pem: #require(stored.authority))
        #expect(try Self.made(stored, at: facts.end - Fixture.day) == .some(.due(expires: facts.end)))
        #expect(try Self.made(stored, at: facts.end + 1) == .some(.expired(facts.end)))
        #expect(throws: CertificateFault.notYetValid(from: facts.start, now: 5)) { try Self.made(stored, at: 5) }
        #expect(try Self.made(stored, labels: ["redis", "kafka"]) == .some(.notPermitted(["kafka"])))
        #expect(try Self.made(stored, labels: ["host.docker.internal"]) == nil)
    }
}
