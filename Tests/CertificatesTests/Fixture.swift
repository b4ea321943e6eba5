import Diagnostics

@testable import Certificates

/// A CA and a leaf of the checkout `shop`, as they lie on disk.
struct Fixture {
    /// 2026-11-26T00:00:00Z.
    static let now: Int64 = 1_795_651_200
    static let day: Int64 = 86_400
    static let request = CertificateRequest(name: "redis", use: .server, names: ["redis", "shop-redis-1"])

    let authority: Authority
    var stored = StoredCertificates()

    /// - Parameter age: in days, of the leaf; the CA is a day older.
    init(age: Int64 = 0, _ request: CertificateRequest = Self.request) throws {
        let then = Self.now - age * Self.day
        authority = try Authority.make(
            owner: "shop", labels: ["redis", "shop-redis-1", "cache"], now: then - Self.day)
        stored.authority = authority.pem
        stored.authorityKey = authority.keyFile
        stored.authorities = authority.pem
        try issue(request, at: then)
    }

    mutating func issue(_ request: CertificateRequest, at time: Int64) throws {
        let leaf = try authority.issue(request, now: time)
        stored.leaves[request.name] = .init(certificate: leaf.certificate, key: leaf.key)
    }

    func review(
        _ request: CertificateRequest = Self.request, at now: Int64 = Self.now
    ) throws(CertificateFault) -> LeafReview {
        try LeafReview(request, stored, authority: authority, now: now)
    }
}

extension String {
    /// What a full disk leaves.
    var cut: String { String(prefix(count / 2)) }
}
