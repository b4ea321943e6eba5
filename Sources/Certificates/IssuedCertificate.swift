package import Diagnostics

/// A certificate with its key, both in PEM; the key in PKCS#8.
package struct IssuedCertificate: Sendable, Equatable {
    package var certificate: String
    package var key: Secret

    package init(certificate: String, key: Secret) {
        self.certificate = certificate
        self.key = key
    }
}
