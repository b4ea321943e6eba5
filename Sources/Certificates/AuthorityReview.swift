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
        let record = stored.record
        guard let keyFile = stored.authorityKey else {
            guard let text = stored.authority else { self = .make(nil); return }
            try record.require(.read(text))
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
        try record.require(certificate)
        // One that a kill left behind is an earlier one of ours; another is not.
        if let text = stored.authority { try record.require(.read(text)) }
        if let fault = certificate.fault(now: now) {
            if case .notYetValid = fault { throw fault }
            self = .make(fault)
            return
        }
        guard certificate.isBound else { self = .make(.unbound); return }
        let permitted = certificate.permittedNames
        let missing = labels.filter { !NameScope.permits(permitted, $0) }
        guard missing.isEmpty else { self = .make(.notPermitted(missing)); return }
        let pem: String
        do { pem = try certificate.text() } catch { throw .unreadableCertificate }
        self = .keep(Authority(certificate: certificate, key: key, pem: pem))
    }
}

extension Certificate {
    /// Whether it is a CA that can vouch for a checkout's own names, directly, and for nothing else.
    var isBound: Bool {
        guard let constraints = (try? extensions.nameConstraints) ?? nil, NameScope.covers(constraints),
            extensions[oid: .X509ExtensionID.nameConstraints]?.critical == true,
            case .isCertificateAuthority(maxPathLength: 0)? = (try? extensions.basicConstraints) ?? nil,
            ((try? extensions.keyUsage) ?? nil)?.keyCertSign == true
        else { return false }
        return signed(self)
    }

    /// The DNS names that a CA may vouch for, with all below them.
    var permittedNames: [String] {
        ((try? extensions.nameConstraints) ?? nil).map { Array($0.permittedDNSDomains) } ?? []
    }

    /// What is wrong with its time.
    func fault(now: Int64) -> CertificateFault? {
        if now < start { return .notYetValid(from: start, now: now) }
        if now > end { return .expired(end) }
        return CertificateLifetime.isDue(from: start, to: end, now: now) ? .due(expires: end) : nil
    }
}
