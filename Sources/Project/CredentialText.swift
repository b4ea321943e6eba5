import Diagnostics

/// The text of a credential file: a comment with source and time, then `NAME=value` in quotes that a reader of
/// environment files knows.
enum CredentialText {
    static func render(_ store: CredentialStore) -> String {
        var text = "# credentials of profile '\(store.profile)'; to change one: sfm-dev credentials set NAME\n"
        for (name, entry) in store.entries.sorted(by: { $0.key < $1.key }) {
            text += "# \(entry.source.rawValue) \(entry.time)\n\(name)=\(quoted(entry.value.reveal()))\n"
        }
        return text
    }

    static func parse(_ text: String, name: String) throws(Failure) -> [String: Credential] {
        var reader = Reader(text, name: name)
        var entries: [String: Credential] = [:]
        while let (key, credential, line) = try reader.next() {
            guard entries[key] == nil else {
                throw reader.failure("'\(key)' stands here twice", line: line)
            }
            entries[key] = credential
        }
        return entries
    }

    /// Single quotes where they need no escape; some readers take `\'` in them for one.
    private static func quoted(_ value: String) -> String {
        let scalars = value.unicodeScalars
        guard scalars.contains(where: { $0 == "'" || $0 == "\\" }) else { return "'\(value)'" }
        var text = String.UnicodeScalarView()
        for scalar in scalars {
            if ["\\", "\"", "$", "`"].contains(scalar) { text.append("\\") }
            text.append(scalar)
        }
        return "\"\(String(text))\""
    }
}

private struct Reader {
    private let scalars: [Unicode.Scalar]
    private let file: SourceFile
    private var position = 0
    private var line = 1
    private var origin: (source: Credential.Source, time: Int64) = (.supplied, 0)

    init(_ text: String, name: String) {
        scalars = Array(text.unicodeScalars)
        file = SourceFile.redacted(path: name, text: text)
    }

    mutating func next() throws(Failure) -> (String, Credential, Int)? {
        while position < scalars.count {
            switch scalars[position] {
            case "\n": advance()
            case "#": readComment()
            default: return try readEntry()
            }
        }
        return nil
    }

    /// Without the text of the file: its lines are secrets.
    func failure(_ message: String, line: Int) -> Failure {
        Failure(
            .badInput, message, at: SourceLocation(file: file, line: line, column: 1),
            hint: "remove the line, then: sfm-dev credentials set NAME")
    }

    private mutating func advance() {
        if scalars[position] == "\n" { line += 1 }
        position += 1
    }

    /// A comment of another form is a person's own.
    private mutating func readComment() {
        let end = scalars[position...].firstIndex(of: "\n") ?? scalars.count
        let words = text(position + 1, end).split(separator: " ")
        if words.count == 2, let source = Credential.Source(rawValue: String(words[0])), let time = Int64(words[1]) {
            origin = (source, time)
        }
        position = end
    }

    private mutating func readEntry() throws(Failure) -> (String, Credential, Int) {
        let start = line
        let equals = scalars[position...].firstIndex { $0 == "=" || $0 == "\n" } ?? scalars.count
        let key = text(position, equals)
        guard equals + 1 < scalars.count, scalars[equals] == "=", CredentialStore.isName(key) else {
            throw failure("this line is no NAME='value'", line: start)
        }
        let quote = scalars[equals + 1]
        guard quote == "'" || quote == "\"" else {
            throw failure("the value of '\(key)' is not in quotes", line: start)
        }
        position = equals + 2
        guard let value = readQuoted(quote) else {
            throw failure("the quotes of '\(key)' are not closed", line: start)
        }
        guard position == scalars.count || scalars[position] == "\n" else {
            throw failure("there is text after the value of '\(key)'", line: start)
        }
        let credential = Credential(value: Secret(value), source: origin.source, time: origin.time)
        origin = (.supplied, 0)
        return (key, credential, start)
    }

    private mutating func readQuoted(_ quote: Unicode.Scalar) -> String? {
        var value = String.UnicodeScalarView()
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == quote {
                position += 1
                return String(value)
            }
            if quote == "\"", scalar == "\\", position + 1 < scalars.count,
                ["\\", "\"", "$", "`"].contains(scalars[position + 1])
            {
                position += 1
            }
            value.append(scalars[position])
            advance()
        }
        return nil
    }

    private func text(_ start: Int, _ end: Int) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[start..<end])
        return String(view)
    }
}
