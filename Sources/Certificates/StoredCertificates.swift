package import Diagnostics
import X509

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
    /// `ca.key`: the key, and the certificate again.
    package var authorityKey: Secret?
    /// `authorities.pem`: every CA that was made here, one behind the other.
    package var authorities: String?
    /// By name.
    package var leaves: [String: Leaf] = [:]

    package init() {}

    /// The names that what lies there covers: a new one goes on covering them, so that two profiles with other services do not
    /// take turns in making each other's certificates anew.
    package var formerLabels: [String] {
        [authorityKey?.reveal(), authority].compactMap { $0 }.lazy
            .compactMap { try? Certificate.read($0) }.first.map(\.permittedNames) ?? []
    }

    /// The same of a leaf, as far as the CA may vouch for them.
    package func formerNames(of name: String, authority: Authority) -> [String] {
        guard let text = leaves[name]?.certificate, let certificate = try? Certificate.read(text) else { return [] }
        let permitted = authority.certificate.permittedNames
        return certificate.dnsNames.filter { NameScope.permits(permitted, $0) }
    }
}
