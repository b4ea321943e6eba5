import Crypto
import Diagnostics
import SwiftASN1
import X509

/// What a certificate says of itself.
package struct CertificateFacts: Sendable, Equatable {
    package let subject: String
    /// DNS names and addresses.
    package let names: [String]
    /// Of a CA: the DNS names, with all below them, and the addresses that it may vouch for.
    package let permitted: [String]
    /// Seconds since 1970.
    package let start: Int64
    package let end: Int64
    /// SHA-256 of the whole certificate, in hexadecimal.
    package let fingerprint: String

    /// - Throws: `.unreadableCertificate`
    package init(pem: String) throws(CertificateFault) { try self.init(Certificate.read(pem)) }

    init(_ certificate: Certificate) throws(CertificateFault) {
        do {
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            fingerprint = SHA256.hash(data: serializer.serializedBytes).withUnsafeBytes(Hex.text)
        } catch { throw .unreadableCertificate }
        subject = certificate.subject.description
        permitted = Self.permitted(certificate)
        names = certificate.names.map { name in
            switch name {
            case .dnsName(let text): text
            case .ipAddress(let bytes): Self.address(Array(bytes.bytes))
            default: "\(name)"
            }
        }
        start = certificate.start
        end = certificate.end
    }

    private static func permitted(_ certificate: Certificate) -> [String] {
        guard let constraints = (try? certificate.extensions.nameConstraints) ?? nil else { return [] }
        let ranges = constraints.permittedIPRanges.map { range in
            let bytes = Array(range.bytes)
            let bits = bytes.suffix(bytes.count / 2).reduce(0) { $0 + $1.nonzeroBitCount }
            return "\(address(Array(bytes.prefix(bytes.count / 2))))/\(bits)"
        }
        return constraints.permittedDNSDomains + ranges
    }

    /// RFC 5952 has one short form of `::1`, the only address of that kind here.
    private static func address(_ bytes: [UInt8]) -> String {
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes.last == 1 { return "::1" }
        return stride(from: 0, to: 16, by: 2)
            .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    }
}

extension Certificate {
    /// The first certificate of a text in PEM.
    static func read(_ pem: String) throws(CertificateFault) -> Certificate {
        do {
            let documents = try PEMDocument.parseMultiple(pemString: pem)
            guard let first = documents.first(where: { $0.discriminator == Self.defaultPEMDiscriminator }) else {
                throw CertificateFault.unreadableCertificate
            }
            return try Certificate(pemDocument: first)
        } catch { throw .unreadableCertificate }
    }

    var dnsNames: [String] { names.compactMap { if case .dnsName(let name) = $0 { name } else { nil } } }

    var names: [GeneralName] { (try? extensions.subjectAlternativeNames).map(Array.init) ?? [] }

    /// Whether this CA signed it.
    func signed(_ other: Certificate) -> Bool {
        other.issuer == subject && publicKey.isValidSignature(other.signature, for: other)
    }
}

extension P256.Signing.PrivateKey {
    /// The first key of a text in PEM.
    static func read(_ pem: String) throws(CertificateFault) -> P256.Signing.PrivateKey {
        do {
            let documents = try PEMDocument.parseMultiple(pemString: pem)
            guard let first = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") }) else {
                throw CertificateFault.unreadableKey
            }
            return try P256.Signing.PrivateKey(pemRepresentation: first.pemString)
        } catch { throw .unreadableKey }
    }
}
