import Diagnostics
import SwiftASN1
import Testing
import X509

@testable import Certificates

struct ServerVerifierTests {
    /// The verifier looks at this machine's clock.
    private static let now = Fixture.now

    private static func fault(
        _ fixture: Fixture, _ pem: String?, name: String = "localhost", now: Int64 = now
    ) async throws -> CertificateFault? {
        let document = try PEMDocument(pemString: #require(pem))
        return try await ServerVerifier(authority: fixture.authority.pem).fault(
            of: [document.derBytes], for: name, now: now)
    }

    @Test func `a certificate of this checkout is trusted for its names`() async throws {
        let fixture = try Fixture()
        let pem = fixture.stored.leaves["redis"]?.certificate
        for name in ["localhost", "redis", "shop-redis-1", "host.docker.internal"] {
            #expect(try await Self.fault(fixture, pem, name: name) == nil, "\(name)")
        }
        #expect(try await Self.fault(fixture, pem, name: "kafka") == .missingNames(["kafka"]))
    }

    @Test func `a stranger's, and one that is none, are not`() async throws {
        let fixture = try Fixture()
        let stranger = try Fixture().stored.leaves["redis"]?.certificate
        #expect(try await Self.fault(fixture, stranger) == .foreignIssuer)
        let verifier = try ServerVerifier(authority: fixture.authority.pem)
        #expect(await verifier.fault(of: [], for: "localhost", now: 0) == .unreadableCertificate)
        #expect(await verifier.fault(of: [[1, 2]], for: "localhost", now: 0) == .unreadableCertificate)
    }

    @Test func `its time and its use count`() async throws {
        let coming = try Fixture(age: -20 * 365)
        let pem = coming.stored.leaves["redis"]?.certificate
        let start = try CertificateFacts(pem: #require(pem)).start
        #expect(try await Self.fault(coming, pem) == .notYetValid(from: start, now: Self.now))
        let authority = try Forgery().made()
        let verifier = try ServerVerifier(authority: authority.pem)
        for (use, fault) in [(ExtendedKeyUsage.Usage.serverAuth, nil), (.clientAuth, CertificateFault.otherUse)] {
            let leaf = try PEMDocument(pemString: Forgery.leaf(of: authority, use: use)).derBytes
            #expect(await verifier.fault(of: [leaf], for: "localhost", now: Self.now) == fault)
            // What cannot be read behind it is not left out.
            #expect(
                await verifier.fault(of: [leaf, [1]], for: "localhost", now: Self.now) == .unreadableCertificate)
        }
    }

    @Test func `a CA of the same name is another CA`() async throws {
        let authority = try Forgery().made()
        let twin = try Forgery(subject: authority.certificate.subject).made()
        let leaf = try PEMDocument(pemString: Forgery.leaf(of: twin, use: .serverAuth)).derBytes
        let verifier = try ServerVerifier(authority: authority.pem)
        #expect(await verifier.fault(of: [leaf], for: "localhost", now: Self.now) == .foreignIssuer)
    }

    @Test func `names beyond what the CA may vouch for are refused`() async throws {
        let request = CertificateRequest(name: "redis", use: .server, names: ["redis", "example.com"])
        let fixture = try Fixture(request)
        let fault = try await Self.fault(fixture, fixture.stored.leaves["redis"]?.certificate)
        guard case .untrusted(let reason)? = fault else { return #expect(fault == nil) }
        #expect(reason.contains("permitted subtree"))
    }
}
