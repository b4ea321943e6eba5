import Diagnostics
import Testing
import X509

@testable import Certificates

struct AuthorityTests {
    @Test func `a CA speaks for this machine and the project's own names only`() throws {
        let facts = try CertificateFacts(pem: Fixture().authority.pem)
        #expect(facts.subject.contains("O=sfm-dev development CA"))
        #expect(facts.subject.contains("CN=sfm-dev shop "))
        #expect(
            facts.permitted == [
                "localhost", "host.docker.internal", "cache", "redis", "shop-redis-1", "127.0.0.0/8", "::1/128",
            ])
        #expect(facts.names == [])
        #expect(facts.end - facts.start == CertificateLifetime.authority)
    }

    @Test func `a name with a dot is never permitted`() throws {
        let authority = try Authority.make(owner: "shop", labels: ["example.com", "shop"], now: Fixture.now)
        #expect(
            try CertificateFacts(pem: authority.pem).permitted.prefix(4)
                == ["localhost", "host.docker.internal", "shop", "127.0.0.0/8"])
    }

    @Test func `a leaf has every name of its service, and lives as long as clients accept`() throws {
        let fixture = try Fixture()
        let facts = try CertificateFacts(pem: #require(fixture.stored.leaves["redis"]?.certificate))
        #expect(
            facts.names == ["redis", "shop-redis-1", "localhost", "host.docker.internal", "127.0.0.1", "::1"])
        #expect(facts.start == Fixture.now - 3600)
        #expect(facts.end - facts.start == 397 * Fixture.day - 1)
        #expect(facts.permitted == [])
    }

    @Test func `a leaf names the key of its CA`() throws {
        let fixture = try Fixture()
        let leaf = try Certificate.read(#require(fixture.stored.leaves["redis"]?.certificate))
        let identifier = try leaf.extensions.authorityKeyIdentifier?.keyIdentifier
        #expect(try identifier == fixture.authority.certificate.extensions.subjectKeyIdentifier?.keyIdentifier)
        #expect(identifier != nil)
        #expect(fixture.authority.certificate.isBound && !leaf.isBound)
    }

    @Test func `no leaf outlives its CA`() throws {
        let authority = try Authority.make(owner: "shop", labels: ["redis"], now: Fixture.now)
        let leaf = try authority.issue(Fixture.request, now: Fixture.now + 3600 * Fixture.day)
        let ends = try [leaf.certificate, authority.pem].map { try CertificateFacts(pem: $0).end }
        #expect(ends[0] == ends[1])
    }

    @Test func `serial numbers are random, positive and short enough`() throws {
        let authority = try Fixture().authority
        let serials = try (0..<50).map { _ in
            let leaf = try authority.issue(Fixture.request, now: Fixture.now)
            return try Array(Certificate.read(leaf.certificate).serialNumber.bytes)
        }
        #expect(Set(serials).count == 50)
        #expect(serials.allSatisfy { $0.count == 16 && $0[0] < 0x80 })
    }

    @Test func `a clock before every release makes nothing`() throws {
        #expect(throws: CertificateFault.wrongClock(0)) { try Authority.make(owner: "sfm", labels: [], now: 0) }
        let authority = try Fixture().authority
        #expect(throws: CertificateFault.wrongClock(1)) { try authority.issue(Fixture.request, now: 1) }
    }

    @Test(arguments: [(0, false), (200, false), (264, false), (265, true), (396, true), (500, true)])
    func `what has two thirds of its time behind it is due`(days: Int64, isDue: Bool) {
        let end = CertificateLifetime.leaf
        #expect(CertificateLifetime.isDue(from: 0, to: end, now: days * Fixture.day) == isDue)
    }
}
