import Diagnostics
import Testing

@testable import Certificates

/// What happens to a leaf, by what lies there.
struct LeafReviewTests {
    @Test func `one that is whole goes on`() throws {
        #expect(try Fixture().review() == .keep)
        #expect(try Fixture(age: 200).review() == .keep)
    }

    @Test func `one that ran out, or soon does, is made anew`() throws {
        let due = try Fixture(age: 300)
        let end = try CertificateFacts(pem: #require(due.stored.leaves["redis"]?.certificate)).end
        #expect(try due.review() == .make(.due(expires: end)))
        #expect(try due.review(at: end) == .make(.due(expires: end)))
        #expect(try due.review(at: end + 1) == .make(.expired(end)))
    }

    @Test func `one of the future tells of a wrong clock`() throws {
        let fixture = try Fixture()
        let start = Fixture.now - 3600
        #expect(throws: CertificateFault.notYetValid(from: start, now: start - 1)) {
            try fixture.review(at: start - 1)
        }
    }

    @Test func `what is missing is made`() throws {
        var fixture = try Fixture()
        fixture.stored.leaves["redis"]?.key = nil
        #expect(try fixture.review() == .make(.noKey))
        fixture = try Fixture()
        fixture.stored.leaves["redis"]?.certificate = nil
        #expect(throws: CertificateFault.loneKey) { try fixture.review() }
        fixture.stored.leaves = [:]
        #expect(try fixture.review() == .make(nil))
    }

    @Test func `a key that may be somebody's own is not touched`() throws {
        var fixture = try Fixture()
        fixture.stored.leaves["redis"]?.key = try fixture.authority.issue(Fixture.request, now: Fixture.now).key
        #expect(throws: CertificateFault.keyOfAnother) { try fixture.review() }
    }

    @Test func `beside whatever CA lies there, a leaf is judged by itself`() throws {
        var fixture = try Fixture()
        fixture.stored.authorityKey = nil
        #expect(try LeafReview(Fixture.request, fixture.stored, now: Fixture.now) == .keep)
        fixture.stored.authority = try Fixture().authority.pem
        #expect(try LeafReview(Fixture.request, fixture.stored, now: Fixture.now) == .keep)
        let later = try Fixture()
        fixture.stored.authority = later.authority.pem
        fixture.stored.authorities = (fixture.stored.authorities ?? "") + later.authority.pem
        #expect(try LeafReview(Fixture.request, fixture.stored, now: Fixture.now) == .make(.foreignIssuer))
    }

    @Test func `the names of the one before go on, as far as the CA may vouch for them`() throws {
        let before = CertificateRequest(name: "redis", use: .server, names: ["redis", "cache", "kafka"])
        let fixture = try Fixture(before)
        #expect(
            fixture.stored.formerNames(of: "redis", authority: fixture.authority)
                == ["redis", "cache", "localhost", "host.docker.internal"])
        #expect(fixture.stored.formerNames(of: "kafka", authority: fixture.authority) == [])
    }

    @Test func `another name or use asks for a new one`() throws {
        let fixture = try Fixture()
        let renamed = CertificateRequest(name: "redis", use: .server, names: ["redis", "cache"])
        #expect(try fixture.review(renamed) == .make(.missingNames(["cache"])))
        #expect(try fixture.review(CertificateRequest(name: "redis", use: .client)) == .make(.otherUse))
        let upper = CertificateRequest(name: "redis", use: .server, names: ["REDIS"])
        #expect(try fixture.review(upper) == .keep)
    }

    @Test func `what an earlier CA of this checkout signed is made anew, and a stranger's is not touched`() throws {
        let stranger = try Fixture()
        var fixture = try Fixture()
        fixture.stored.leaves = stranger.stored.leaves
        #expect(throws: CertificateFault.foreignIssuer) { try fixture.review() }
        #expect(throws: CertificateFault.foreignIssuer) {
            try LeafReview(Fixture.request, fixture.stored, authority: nil, now: Fixture.now)
        }
        fixture.stored.authorities = (fixture.stored.authorities ?? "") + stranger.authority.pem
        #expect(try fixture.review() == .make(.foreignIssuer))
    }

    @Test func `what is cut off is not touched`() throws {
        var fixture = try Fixture()
        let leaf = try #require(fixture.stored.leaves["redis"])
        fixture.stored.leaves["redis"]?.certificate = leaf.certificate?.cut
        #expect(throws: CertificateFault.unreadableCertificate) { try fixture.review() }
        fixture.stored.leaves["redis"] = .init(
            certificate: leaf.certificate, key: leaf.key.map { Secret($0.reveal().cut) })
        #expect(throws: CertificateFault.unreadableKey) { try fixture.review() }
    }
}
