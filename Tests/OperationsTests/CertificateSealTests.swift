import Certificates
import Diagnostics
import Project
import Testing

@testable import Operations

struct CertificateSealTests {
    private static let now: Int64 = 1_795_651_200
    private static let key = PlanKey([UInt8](repeating: 7, count: 32))
    private static let requests = [CertificateRequest(name: "redis", use: .server, names: ["redis"])]

    private var stored: StoredCertificates {
        var stored = StoredCertificates()
        stored.authority = "CA"
        stored.authorityKey = Secret("key CA")
        stored.authorities = "CA"
        stored.leaves["redis"] = .init(certificate: "leaf", key: Secret("key"))
        return stored
    }

    private func seal(
        _ stored: StoredCertificates, _ written: String? = nil, of requests: [CertificateRequest] = Self.requests,
        key: PlanKey = Self.key
    ) -> CertificateSeal {
        CertificateSeal(key: key, stored: stored, requests: requests, written: written)
    }

    private var written: String? {
        var set = CertificateSet(authority: "CA", authorityKey: Secret("key CA"), authorities: "CA")
        set.leaves["redis"] = IssuedCertificate(certificate: "leaf", key: Secret("key"))
        return seal(stored).text(of: set, now: Self.now)
    }

    @Test func `what was reviewed is known for a day`() {
        for (age, isKnown) in [(-1, false), (0, true), (86_399, true), (86_400, false)] as [(Int64, Bool)] {
            let known = seal(stored, written).known(now: Self.now + age)
            #expect((known?.leaves["redis"]?.certificate == "leaf") == isKnown, "\(age)")
        }
    }

    @Test func `another text, request or key is reviewed anew`() {
        func isKnown(_ change: (inout StoredCertificates) -> Void) -> Bool {
            var stored = stored
            change(&stored)
            return seal(stored, written).known(now: Self.now) != nil
        }
        #expect(isKnown { _ in })
        #expect(!isKnown { $0.authority = "CB" })
        #expect(!isKnown { $0.authorityKey = Secret("other") })
        #expect(!isKnown { $0.authorities = "CA\nCB" })
        #expect(!isKnown { $0.authorities = nil })
        #expect(!isKnown { $0.leaves["redis"]?.certificate = "lead" })
        #expect(!isKnown { $0.leaves["redis"]?.key = Secret("yek") })
        #expect(!isKnown { $0.leaves["redis"]?.key = nil })
        for request in [
            CertificateRequest(name: "redis", use: .client, names: ["redis"]),
            CertificateRequest(name: "redis", use: .server, names: ["redis", "cache"]),
            CertificateRequest(name: "kafka", use: .server, names: ["redis"]),
        ] {
            #expect(seal(stored, written, of: [request]).known(now: Self.now) == nil, "\(request)")
        }
        let other = PlanKey([UInt8](repeating: 8, count: 32))
        #expect(seal(stored, written, key: other).known(now: Self.now) == nil)
    }

    @Test(arguments: [nil, "", "x", "1795651200", "1795651200 ", "9999999999999999999999 00\n", "0 00\n"] as [String?])
    func `a damaged seal vouches for nothing`(written: String?) {
        #expect(seal(stored, written).known(now: Self.now) == nil)
    }
}
