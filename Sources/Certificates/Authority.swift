import Crypto
package import Diagnostics
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A checkout's development CA: it signs the certificates of this checkout's services, and can speak for nobody else.
package struct Authority: Sendable {
    let certificate: Certificate
    let key: P256.Signing.PrivateKey
    package let pem: String

    /// The key, and behind it the certificate: one file, so that no kill parts them.
    package var keyFile: Secret { Secret(key.pemRepresentation + "\n" + pem) }

    /// - Parameters:
    ///   - owner: for people who meet it in a list of trusted certificates: the project's name.
    ///   - labels: the names of the services and containers that it is to vouch for.
    ///   - now: seconds since 1970.
    /// - Throws: where this machine's clock is before every release of sfm-dev.
    package static func make(owner: String, labels: [String], now: Int64) throws(CertificateFault) -> Authority {
        guard now >= CertificateLifetime.earliest else { throw .wrongClock(now) }
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        let identifier = SubjectKeyIdentifier(hash: publicKey)
        // Two CAs of one checkout are told apart by their subjects too: stores look issuers up by them.
        let mark = Array(identifier.keyIdentifier.prefix(4)).withUnsafeBytes(Hex.text)
        return try building {
            let subject = try DistinguishedName {
                OrganizationName("sfm-dev development CA")
                CommonName(String("sfm-dev \(owner)".prefix(55)) + " " + mark)
            }
            let certificate = try Certificate(
                version: .v3, serialNumber: Self.serialNumber(), publicKey: publicKey,
                notValidBefore: Date(timeIntervalSince1970: Double(now - CertificateLifetime.skew)),
                notValidAfter: Date(
                    timeIntervalSince1970: Double(now - CertificateLifetime.skew + CertificateLifetime.authority)),
                issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true))
                    Critical(NameScope.constraints(labels))
                    identifier
                },
                issuerPrivateKey: .init(key))
            return Authority(certificate: certificate, key: key, pem: try certificate.text())
        }
    }

    /// - Parameter now: seconds since 1970.
    package func issue(_ request: CertificateRequest, now: Int64) throws(CertificateFault) -> IssuedCertificate {
        guard now >= CertificateLifetime.earliest else { throw .wrongClock(now) }
        let key = P256.Signing.PrivateKey()
        let publicKey = Certificate.PublicKey(key.publicKey)
        let start = now - CertificateLifetime.skew
        let end = min(start + CertificateLifetime.leaf, certificate.end)
        return try Self.building {
            let issued = try Certificate(
                version: .v3, serialNumber: Self.serialNumber(), publicKey: publicKey,
                notValidBefore: Date(timeIntervalSince1970: Double(start)),
                notValidAfter: Date(timeIntervalSince1970: Double(end)), issuer: certificate.subject,
                subject: try Self.subject(request), signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try extensions(request, publicKey), issuerPrivateKey: .init(self.key))
            return IssuedCertificate(certificate: try issued.text(), key: Secret(key.pemRepresentation + "\n"))
        }
    }

    /// 126 random bits. At most 20 bytes may stand there, the sign included (RFC 5280, section 4.1.2.2), which the library's
    /// own choice exceeds half of the time.
    private static func serialNumber() -> Certificate.SerialNumber {
        var random = SystemRandomNumberGenerator()
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes[0] = bytes[0] & 0x7F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }

    /// X.520's upper bound of a common name is 64 characters.
    private static func subject(_ request: CertificateRequest) throws -> DistinguishedName {
        try DistinguishedName {
            OrganizationName("sfm-dev development certificate")
            CommonName(String(request.name.prefix(64)))
        }
    }

    private func extensions(
        _ request: CertificateRequest, _ publicKey: Certificate.PublicKey
    ) throws -> Certificate.Extensions {
        let authorityIdentifier = SubjectKeyIdentifier(hash: .init(key.publicKey)).keyIdentifier
        var extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            // An elliptic key signs the handshake and encrypts nothing.
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([request.use == .server ? .serverAuth : .clientAuth])
            SubjectKeyIdentifier(hash: publicKey)
            AuthorityKeyIdentifier(keyIdentifier: authorityIdentifier)
        }
        if request.use == .server {
            let addresses: [[UInt8]] = [[127, 0, 0, 1], [UInt8](repeating: 0, count: 15) + [1]]
            let names = SubjectAlternativeNames(
                request.allNames.map(GeneralName.dnsName)
                    + addresses.map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) })
            try extensions.append(Certificate.Extension(names, critical: false))
        }
        return extensions
    }

    /// What the library may throw here is a mistake of ours: names that it cannot write were refused before.
    private static func building<Value>(_ body: () throws -> Value) throws(CertificateFault) -> Value {
        do { return try body() } catch { throw .unmade(String(describing: error)) }
    }
}

extension Certificate {
    /// PEM, with the line's end that every file of text has.
    func text() throws -> String { try serializeAsPEM().pemString + "\n" }

    /// Seconds since 1970.
    var start: Int64 { Int64(notValidBefore.timeIntervalSince1970) }
    var end: Int64 { Int64(notValidAfter.timeIntervalSince1970) }
}
