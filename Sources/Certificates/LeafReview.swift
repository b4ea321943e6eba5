import Crypto
import Diagnostics
import X509

/// Whether a leaf that lies there can go on, decided from its texts alone.
package enum LeafReview: Sendable, Equatable {
    case keep
    /// A new one is made; the cause is nil where there was none.
    case make(CertificateFault?)

    /// - Parameters:
    ///   - authority: nil where a new CA is made, and no leaf can stay.
    ///   - now: seconds since 1970.
    /// - Throws: for what may be somebody's own and is not overwritten, and for a clock that cannot be right.
    package init(
        _ request: CertificateRequest, _ stored: StoredCertificates, authority: Authority?, now: Int64
    ) throws(CertificateFault) {
        try self.init(request, stored, issuer: authority?.certificate, now: now)
    }

    /// What it would be beside the CA in `ca.pem`; where that is none of ours, beside whichever signed it.
    package init(
        _ request: CertificateRequest, _ stored: StoredCertificates, now: Int64
    ) throws(CertificateFault) {
        let known = stored.record.known
        let current = stored.authority.flatMap { try? Certificate.read($0) }
        let leaf = stored.leaves[request.name]?.certificate.flatMap { try? Certificate.read($0) }
        let issuer =
            current.flatMap { known.contains($0) ? $0 : nil }
            ?? leaf.flatMap { leaf in known.first { $0.signed(leaf) } }
        try self.init(request, stored, issuer: issuer, now: now)
    }

    private init(
        _ request: CertificateRequest, _ stored: StoredCertificates, issuer: Certificate?, now: Int64
    ) throws(CertificateFault) {
        let leaf = stored.leaves[request.name] ?? .init()
        guard let text = leaf.certificate else {
            guard leaf.key == nil else { throw .loneKey }
            self = .make(nil)
            return
        }
        let certificate = try Certificate.read(text)
        guard let issuer, issuer.signed(certificate) else {
            guard stored.record.known.contains(where: { $0.signed(certificate) }) else { throw .foreignIssuer }
            self = .make(.foreignIssuer)
            return
        }
        guard let keyText = leaf.key else { self = .make(.noKey); return }
        let key = try P256.Signing.PrivateKey.read(keyText.reveal())
        guard certificate.publicKey == Certificate.PublicKey(key.publicKey) else { throw .keyOfAnother }
        if let fault = certificate.fault(now: now) {
            if case .notYetValid = fault { throw fault }
            self = .make(fault)
            return
        }
        if let fault = certificate.fault(for: request) { self = .make(fault) } else { self = .keep }
    }
}

extension Certificate {
    /// What it lacks of what it is wanted for.
    fileprivate func fault(for request: CertificateRequest) -> CertificateFault? {
        let covered = Set(dnsNames.map { $0.lowercased() })
        let missing = request.allNames.filter { !covered.contains($0.lowercased()) }
        if !missing.isEmpty { return .missingNames(missing) }
        let wanted: ExtendedKeyUsage.Usage = request.use == .server ? .serverAuth : .clientAuth
        let uses = (try? extensions.extendedKeyUsage) ?? nil
        return uses?.contains(wanted) == true ? nil : .otherUse
    }
}
