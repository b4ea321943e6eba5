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
}
