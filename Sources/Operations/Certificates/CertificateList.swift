import Certificates
import Convergence
import Diagnostics

/// What `sfm-dev certificates show` prints.
struct CertificateList {
    struct Entry {
        var name: String
        /// As the user would type it.
        var file: String
        /// nil where it cannot be read.
        var facts: CertificateFacts?
        var fault: CertificateFault?
        /// Why its key is not read at all: others can read it, or it is another user's.
        var refusal: [Diagnostic] = []
        /// `up` ends with it, and does not mend it.
        private(set) var isBlocking = false
        /// The command that makes it anew.
        var repair: String

        /// It is not there, and nothing that may be somebody's own is in its place.
        mutating func miss() {
            fault = .noCertificate
            repair = "sfm-dev certificates issue"
        }

        mutating func block(_ fault: CertificateFault) {
            self.fault = fault
            isBlocking = true
        }
    }

    var profile: String
    var entries: [Entry]

    var text: String {
        entries.map { entry in
            var rows = [["\(entry.name)", entry.file]]
            if let facts = entry.facts {
                rows += [
                    ["  subject", facts.subject], ["  names", facts.names.joined(separator: ", ")],
                    ["  signs for", facts.permitted.joined(separator: ", ")],
                    ["  valid", "\(CertificateFault.time(facts.start)) to \(CertificateFault.time(facts.end))"],
                    ["  sha-256", facts.fingerprint],
                ].filter { !$0[1].isEmpty }
            }
            return TextTable.text(rows)
        }.joined()
    }

    /// Keys that nobody may use as they lie there.
    var refusals: [Diagnostic] { entries.flatMap(\.refusal) }

    /// What else is wrong, with the command that mends it.
    var problems: [Diagnostic] { problems { _ in .warning } }

    /// - Parameter severity: of one that stops `up`, and of one that `up` mends.
    func problems(_ severity: (_ isBlocking: Bool) -> Diagnostic.Severity) -> [Diagnostic] {
        entries.enumerated().compactMap { index, entry in
            // A record that tells of no CA is told once, with the CA.
            guard let fault = entry.fault, index == 0 || !fault.isOfRecord else { return nil }
            return fault.diagnostic(severity(entry.isBlocking), entry.file, renewal: entry.repair)
        }
    }

    var json: String { jsonLine(self) }
}

extension CertificateList: Encodable {
    private enum CodingKeys: String, CodingKey { case version, profile, certificates }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(1, forKey: .version)
        try fields.encode(profile, forKey: .profile)
        try fields.encode(entries, forKey: .certificates)
    }
}

extension CertificateList.Entry: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, file, subject, names, permitted = "signs_for", start = "not_before", end = "not_after", fingerprint =
            "sha256", problem
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(file, forKey: .file)
        try fields.encode(facts?.subject, forKey: .subject)
        try fields.encode(facts?.names, forKey: .names)
        try fields.encode(facts?.permitted, forKey: .permitted)
        try fields.encode(facts.map { CertificateFault.time($0.start) }, forKey: .start)
        try fields.encode(facts.map { CertificateFault.time($0.end) }, forKey: .end)
        try fields.encode(facts?.fingerprint, forKey: .fingerprint)
        try fields.encode(fault?.words ?? refusal.first?.message, forKey: .problem)
    }
}
