import Testing

@testable import Certificates

struct AuthorityTests {
    @Test func `a clock before every release makes nothing`() {
        #expect(throws: CertificateFault.wrongClock(0)) { try Authority.make(owner: "sfm", labels: [], now: 0) }
    }
}
