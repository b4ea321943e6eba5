import Certificates
import Diagnostics
import Profiles
import Project

/// Certificates as a plan has them.
struct CertificateSet: Sendable {
    /// One that is not written yet.
    struct Made: Sendable {
        let name: String
        let file: String
        /// nil where there was none.
        let cause: CertificateFault?
    }

    /// The CA in PEM, and its key with that behind it.
    let authority: String
    let authorityKey: Secret
    /// Every CA that was made here.
    var authorities: String
    var leaves: [String: IssuedCertificate] = [:]
    var made: [Made] = []
    /// To be written with them; nil where it lies there.
    var seal: String?

    var texts: CertificateTexts {
        CertificateTexts(
            authority: authority,
            leaves: leaves.mapValues { .init(certificate: $0.certificate, key: $0.key) })
    }

    /// In PEM.
    func text(of name: String) -> String? {
        name == CertificateFiles.authority ? authority : leaves[name]?.certificate
    }

    /// What a user is told of those that take another's place.
    var notes: [Diagnostic] {
        // A new CA is the reason for all the others.
        if let authority = made.first(where: { $0.name == CertificateFiles.authority }) {
            return authority.cause.map {
                [
                    Diagnostic(
                        .note, "'\(authority.file)' \($0.words): a new CA is made, and all its certificates",
                        notes: [.init("where the old one was trusted, the new one is not yet")],
                        hint: "sudo \"$(command -v sfm-dev)\" certificates trust")
                ]
            } ?? []
        }
        return made.compactMap { made in
            made.cause.map { Diagnostic(.note, "'\(made.file)' \($0.words): a new one is made") }
        }
    }

    /// What a kill leaves is known as ours by the next run: the record of CAs comes first, `ca.pem` last, and no certificate
    /// ever lies beside the key of another.
    func save(_ files: CertificateFiles) throws(Failure) {
        let ca = CertificateFiles.authority
        try files.write(authorities: authorities)
        if made.contains(where: { $0.name == ca }) { try files.write(key: authorityKey, of: ca) }
        for made in made {
            guard let leaf = leaves[made.name] else { continue }
            try files.removeKey(of: made.name)
            try files.write(certificate: leaf.certificate, of: made.name)
            try files.write(key: leaf.key, of: made.name)
        }
        try files.write(certificate: authority, of: ca)
        if let seal { try files.write(seal: seal) }
    }
}
