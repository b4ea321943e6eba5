/// Replaces secrets in text that is about to be shown by `[redacted]`, in every form in which they travel: as they are,
/// percent-encoded, in base64, in JSON, and in quotes for shells and SQL.
///
/// A text may be given line by line: of a secret with several lines each line is replaced by itself.
package struct Redactor: Sendable {
    /// Shorter ones would tear every text apart, and are no secrets worth the name.
    package static let shortest = 4
    package static let none = Redactor([])

    /// By their first byte, the longest first.
    private let forms: [UInt8: [[UInt8]]]

    /// - Parameters:
    ///   - secrets: those that say that they are none are left out.
    ///   - words: public words, such as the names of services: a password `postgres` hides nothing by being replaced, and
    ///     would make messages unreadable.
    package init(_ secrets: some Sequence<Secret>, sparing words: Set<String> = []) {
        // A key is a file's text and a certificate's part: its forms are made once.
        var texts: Set<String> = []
        var all: [UInt8: [[UInt8]]] = [:]
        for secret in secrets where secret.isSecret && !words.contains(secret.reveal()) {
            guard texts.insert(secret.reveal()).inserted else { continue }
            for form in RedactedForms(of: secret.reveal()).forms { all[form[0], default: []].append(form) }
        }
        forms = all.mapValues { $0.sorted { $0.count > $1.count } }
    }

    package func redacted(_ text: String) -> String {
        guard !forms.isEmpty else { return text }
        let bytes = Array(text.utf8)
        guard let result = redacted(bytes) else { return text }
        return String(decoding: result, as: UTF8.self)
    }

    /// The same for bytes of any kind, such as a container's log; nil where nothing was found.
    package func redacted(_ bytes: [UInt8]) -> [UInt8]? {
        guard !forms.isEmpty else { return nil }
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
