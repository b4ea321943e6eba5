package import Diagnostics

/// The texts of `.sfm-dev/tls/`, as they were found; nil for a file that is not there.
package struct StoredCertificates: Sendable, Equatable {
    package struct Leaf: Sendable, Equatable {
        package var certificate: String?
        package var key: Secret?

        package init(certificate: String? = nil, key: Secret? = nil) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// `ca.pem`: what clients are given.
    package var authority: String?
    /// `ca-key.pem`: the key, and the certificate again.
    package var authorityKey: Secret?
    /// `authorities.pem`: every CA that was made here, one behind the other.
    package var authorities: String?
    /// By name.
    package var leaves: [String: Leaf] = [:]

    package init() {}

    /// What the CA in `ca.pem` and the earlier ones of this checkout say of themselves; nil where there is none.
    /// - Throws: `.foreignAuthority` where it was not made here, `.unreadableCertificate`.
    package func authorityFacts() throws(CertificateFault) -> (current: CertificateFacts?, earlier: [CertificateFacts])
    {
        let all = try known.map { certificate throws(CertificateFault) in try CertificateFacts(certificate) }
        guard let authority else { return (nil, all) }
        let current = try CertificateFacts(pem: authority)
        guard all.contains(current) else { throw .foreignAuthority }
        return (current, all.filter { $0 != current })
    }
}
