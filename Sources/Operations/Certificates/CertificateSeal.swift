import Certificates
import Diagnostics
import Project

/// Says that certificates were reviewed not long ago: exactly these, for exactly these requests. To review them takes as
/// long as all of a plan's templates, on every command.
struct CertificateSeal {
    /// Seconds. What becomes due in between waits for a day; renewal begins weeks before an end.
    private static let age: Int64 = 86_400

    let key: PlanKey
    let stored: StoredCertificates
    let requests: [CertificateRequest]
    /// As it lies there.
    let written: String?

    /// What lies there, where it was reviewed; nil where it has to be.
    func known(now: Int64) -> CertificateSet? {
        guard let time = (written?.prefix { $0 != " " }).flatMap({ Int64($0) }),
            // A clock that went back is for the review to tell.
            time <= now, now < time + Self.age,
            let authority = stored.authority, let authorityKey = stored.authorityKey,
            let authorities = stored.authorities
        else { return nil }
        var set = CertificateSet(authority: authority, authorityKey: authorityKey, authorities: authorities)
        for (name, leaf) in stored.leaves {
            guard let certificate = leaf.certificate, let key = leaf.key else { return nil }
            set.leaves[name] = IssuedCertificate(certificate: certificate, key: key)
        }
        return written == text(of: set, now: time) ? set : nil
    }

    func text(of set: CertificateSet, now: Int64) -> String {
        var parts = [set.authority, set.authorityKey.reveal(), set.authorities]
        for request in requests {
            let leaf = set.leaves[request.name]
            parts += [request.name, request.use.rawValue, "\(request.names.count)"] + request.names
            parts += [leaf?.certificate ?? "", leaf?.key.reveal() ?? ""]
        }
        // Lengths part them: no text can be moved from one into the next.
        let message = "\(now) " + parts.map { "\($0.utf8.count):\($0)" }.joined()
        return "\(now) \(key.hmacHex(Array(message.utf8)))\n"
    }
}
