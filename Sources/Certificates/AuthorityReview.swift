import Crypto
import Diagnostics
import SwiftASN1
import X509

/// Whether the CA that lies there can go on, decided from its texts alone.
package enum AuthorityReview: Sendable {
    case keep(Authority)
    /// A new one is made; the cause is nil where there was none.
    case make(CertificateFault?)

    /// - Parameters:
    ///   - labels: what its leaves must be able to be called.
    ///   - now: seconds since 1970.
    /// - Throws: for what may be somebody's own and is not overwritten, and for a clock that cannot be right.
    package init(_ stored: StoredCertificates, labels: [String], now: Int64) throws(CertificateFault) {
        guard let keyFile = stored.authorityKey else {
            guard let text = stored.authority else { self = .make(nil); return }
            guard try stored.made(Certificate.read(text)) else { throw .foreignAuthority }
            self = .make(.noKey)
            return
        }
        let key = try P256.Signing.PrivateKey.read(keyFile.reveal())
        let certificate: Certificate
        if let own = try? Certificate.read(keyFile.reveal()) {
            certificate = own
        } else {
            guard let text = stored.authority else { throw .noCertificate }
            certificate = try .read(text)
        }
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { throw .keyOfAnother }
        guard stored.made(certificate) else { throw .foreignAuthority }
        // One that a kill left behind is an earlier one of ours; another is not.
        if let text = stored.authority {
            guard try stored.made(Certificate.read(text)) else { throw .foreignAuthority }
        }
        if let fault = certificate.fault(now: now) {
            if case .notYetValid = fault { throw fault }
            self = .make(fault)
            return
        }
        let permitted = ((try? certificate.extensions.nameConstraints) ?? nil)?.permittedDNSDomains.map(\.self) ?? []
        let missing = labels.filter { !NameScope.permits(permitted, $0) }
        guard missing.isEmpty else { self = .make(.notPermitted(missing)); return }
        let pem: String
        do { pem = try certificate.text() } catch { throw .unreadableCertificate }
        self = .keep(Authority(certificate: certificate, key: key, pem: pem))
    }
}

extension StoredCertificates {
    /// Whether a CA was made here.
    func made(_ certificate: Certificate) -> Bool { known.contains(certificate) }

    /// Every CA that was made here and can be read.
    var known: [Certificate] {
        let documents = (try? PEMDocument.parseMultiple(pemString: authorities ?? "")) ?? []
        return documents.compactMap { try? Certificate(pemDocument: $0) }
    }
}

extension Certificate {
    /// What is wrong with its time.
    func fault(now: Int64) -> CertificateFault? {
        if now < start { return .notYetValid(from: start, now: now) }
        if now > end { return .expired(end) }
        return CertificateLifetime.isDue(from: start, to: end, now: now) ? .due(expires: end) : nil
    }
}
