import Crypto
import SwiftASN1
import X509

@testable import Certificates

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A CA as sfm-dev makes it, but for what a test changes.
struct Forgery {
    var isAuthority = true
    var pathLength: Int? = 0
    var constraints: NameConstraints? = NameScope.constraints(["redis"])
    var isCritical = true
    var signsCertificates = true
    var subject: DistinguishedName?
    /// Signs in the place of its own key.
    var signer: P256.Signing.PrivateKey?

    private static let day: TimeInterval = 86_400

    func made() throws -> Authority {
        let key = P256.Signing.PrivateKey()
        let name = try subject ?? DistinguishedName { CommonName("forged") }
        let certificate = try Self.certificate(
            subject: name, issuer: name, key: .init(key.publicKey), signer: signer ?? key,
            Certificate.Extensions {
                Critical(
                    isAuthority
                        ? BasicConstraints.isCertificateAuthority(maxPathLength: pathLength) : .notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: !signsCertificates, keyCertSign: signsCertificates))
                if let constraints, isCritical { Critical(constraints) }
                if let constraints, !isCritical { constraints }
            })
        return Authority(certificate: certificate, key: key, pem: try certificate.text())
    }

    /// A leaf with the names of every server.
    static func leaf(of authority: Authority, use: ExtendedKeyUsage.Usage) throws -> String {
        try certificate(
            subject: DistinguishedName { CommonName("redis") }, issuer: authority.certificate.subject,
            key: .init(P256.Signing.PrivateKey().publicKey), signer: authority.key,
            Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                try ExtendedKeyUsage([use])
                SubjectAlternativeNames([.dnsName("localhost")])
            }
        ).text()
    }

    private static func certificate(
        subject: DistinguishedName, issuer: DistinguishedName, key: Certificate.PublicKey,
        signer: P256.Signing.PrivateKey, _ extensions: Certificate.Extensions
    ) throws -> Certificate {
        let now = Date(timeIntervalSince1970: TimeInterval(Fixture.now))
        return try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: now - day,
            notValidAfter: now + 300 * day, issuer: issuer, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: extensions, issuerPrivateKey: .init(signer))
    }
}
