import SwiftASN1
import X509

/// Verifies what a server shows (RFC 5280, section 6; RFC 9525 for its name). BoringSSL knows no constraints on addresses,
/// and refuses every certificate of a CA that has them (`v3_ncons.cc`, `nc_match_single`).
package struct ServerVerifier: Sendable {
    private let authority: Certificate

    /// - Parameter authority: in PEM; the one CA that is trusted.
    package init(authority: String) throws(CertificateFault) { self.authority = try .read(authority) }

    /// - Parameters:
    ///   - chain: as the server sent it, in DER, its own certificate first.
    ///   - now: seconds since 1970, for the words of a refusal.
    /// - Returns: why it is not trusted; nil where it is.
    package func fault(of chain: [[UInt8]], for name: String, now: Int64) async -> CertificateFault? {
        let certificates = chain.compactMap { try? Certificate(derEncoded: $0) }
        guard let leaf = certificates.first, certificates.count == chain.count else { return .unreadableCertificate }
        var verifier = Verifier(rootCertificates: CertificateStore([authority])) {
            RFC5280Policy()
            ServerIdentityPolicy(serverHostname: name, serverIP: nil)
        }
        let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(certificates.dropFirst()))
        guard case .couldNotValidate(let failures) = result else {
            let uses = (try? leaf.extensions.extendedKeyUsage) ?? nil
            return uses?.contains(.serverAuth) == true ? nil : .otherUse
        }
        if failures.isEmpty || !certificates.contains(where: authority.signed) { return .foreignIssuer }
        if let fault = leaf.fault(now: now), !fault.isDue { return fault }
        if !leaf.covers(name) { return .missingNames([name]) }
        return .untrusted(failures.map { "\($0.policyFailureReason)" }.joined(separator: "; "))
    }
}

extension Certificate {
    fileprivate func covers(_ name: String) -> Bool {
        dnsNames.contains { $0.lowercased() == name.lowercased() }
    }
}
