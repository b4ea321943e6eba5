import SwiftASN1
import X509

/// `authorities.pem`: every CA that was made in this checkout. What cannot be read of it hides nothing else.
struct AuthorityRecord {
    private(set) var known: [Certificate] = []
    /// Some of it cannot be read.
    private(set) var isDamaged = false
    /// There is none, or nothing in it.
    private let isMissing: Bool

    private static let begin = "-----BEGIN CERTIFICATE-----"

    /// - Parameter text: nil where there is no such file.
    init(_ text: String?) {
        guard let text, !text.allSatisfy(\.isWhitespace) else {
            isMissing = true
            return
        }
        isMissing = false
        for (index, piece) in text.split(separator: Self.begin, omittingEmptySubsequences: false).enumerated() {
            if index == 0 {
                isDamaged = piece.contains { !$0.isWhitespace }
            } else if let certificate = try? Certificate(pemEncoded: Self.begin + piece) {
                known.append(certificate)
            } else {
                isDamaged = true
            }
        }
    }

    /// - Throws: `.foreignAuthority`; where a damaged record may have held it, `.unrecordedAuthority`; where there is none,
    ///   `.unlistedAuthority`.
    func require(_ certificate: Certificate) throws(CertificateFault) {
        guard !known.contains(certificate) else { return }
        throw isMissing ? .unlistedAuthority : isDamaged ? .unrecordedAuthority : .foreignAuthority
    }
}

extension StoredCertificates {
    var record: AuthorityRecord { AuthorityRecord(authorities) }

    /// What can be read of `authorities.pem`, as it should stand there.
    /// - Throws: `.unreadableCertificate`
    package func cleanAuthorities() throws(CertificateFault) -> String {
        do { return try record.known.map { try $0.text() }.joined() } catch { throw .unreadableCertificate }
    }
}
