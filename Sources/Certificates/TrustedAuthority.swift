import SwiftASN1
import X509

/// This checkout's CA as others may be told to trust it.
package struct TrustedAuthority: Sendable {
    /// One certificate and nothing else.
    package let pem: String
    package let facts: CertificateFacts

    /// - Parameter now: seconds since 1970.
    /// - Returns: nil where the checkout has no CA yet.
    /// - Throws: for what nobody should trust: a CA that was not made here, one that could vouch for more than this checkout's
    ///   names, one out of its time, and a file that holds anything else besides.
    package init?(_ stored: StoredCertificates, now: Int64) throws(CertificateFault) {
        guard let text = stored.authority else { return nil }
        let certificate = try Certificate.read(text)
        guard (try? PEMDocument.parseMultiple(pemString: text))?.count == 1 else { throw .severalCertificates }
        try stored.record.require(certificate)
        guard certificate.isBound else { throw .unbound }
        if let fault = certificate.fault(now: now), !fault.isDue { throw fault }
        do { pem = try certificate.text() } catch { throw .unreadableCertificate }
        facts = try CertificateFacts(certificate)
    }
}

extension StoredCertificates {
    /// The fingerprints of every CA that was made here, as far as they can be told.
    package var fingerprints: [String] {
        let current = authority.flatMap { try? Certificate.read($0) }
        return (record.known + [current].compactMap { $0 })
            .compactMap { try? CertificateFacts($0).fingerprint }
    }
}
