import Synchronization

/// Replaces secrets in text that is about to be shown by `[redacted]`, in every form in which they travel: as they are,
/// percent-encoded, in base64, in JSON, and in quotes for shells and SQL.
///
/// A text may be given line by line: of a secret with several lines each line is replaced by itself.
package struct Redactor: Sendable {
    /// Shorter ones would tear every text apart, and are no secrets worth the name.
    package static let shortest = 4
    package static let none = Redactor([])

    private let secrets: Set<Secret>
    private let known = KnownForms()

    /// - Parameters:
    ///   - secrets: those that say that they are none are left out.
    ///   - words: public words, such as the names of services: a password `postgres` hides nothing by being replaced, and
    ///     would make messages unreadable.
    package init(_ secrets: some Sequence<Secret>, sparing words: Set<String> = []) {
        // A key is a file's text and a certificate's part: its forms are made once.
        self.secrets = Set(secrets.filter { $0.isSecret && !words.contains($0.reveal()) })
    }

    package func redacted(_ text: String) -> String {
        guard !secrets.isEmpty else { return text }
        let bytes = Array(text.utf8)
        guard let result = redacted(bytes) else { return text }
        return String(decoding: result, as: UTF8.self)
    }

    /// The same for bytes of any kind, such as a container's log; nil where nothing was found.
    package func redacted(_ bytes: [UInt8]) -> [UInt8]? {
        guard !secrets.isEmpty else { return nil }
        let forms = known.forms(of: secrets, within: bytes.count)
        var result: [UInt8] = []
        // What is known to be secret ends here. Secrets that overlap are hidden as one, or the rest of the second would show.
        var end = 0
        var copied = 0
        for start in bytes.indices {
            guard let form = forms[bytes[start]]?.first(where: { bytes[start...].starts(with: $0) }) else { continue }
            if start >= end {
                result += bytes[copied..<start]
                result += Array("[redacted]".utf8)
            }
            end = max(end, start + form.count)
            copied = end
        }
        return copied == 0 ? nil : result + bytes[copied...]
    }
}

/// Those that fit into a short line first, and all of them for the first text that is longer: most commands print short lines
/// only, and the forms of a dozen private keys take as long as the plan that has them.
private final class KnownForms: Sendable {
    /// By their first byte, the longest first.
    typealias Forms = [UInt8: [[UInt8]]]

    /// A line of a PEM file, but its last (RFC 7468, section 2).
    private static let line = 64

    private let made = Mutex<(length: Int, forms: Forms)>((0, [:]))

    func forms(of secrets: Set<Secret>, within length: Int) -> Forms {
        let length = length < Self.line ? Self.line - 1 : Int.max
        return made.withLock { made in
            if made.length < length { made = (length, Self.make(secrets, length)) }
            return made.forms
        }
    }

    private static func make(_ secrets: Set<Secret>, _ length: Int) -> Forms {
        var forms: Forms = [:]
        for secret in secrets {
            for form in RedactedForms(of: secret.reveal(), within: length).forms {
                forms[form[0], default: []].append(form)
            }
        }
        return forms.mapValues { $0.sorted { $0.count > $1.count } }
    }
}
