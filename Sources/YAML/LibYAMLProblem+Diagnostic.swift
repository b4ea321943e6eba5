import Diagnostics

extension LibYAMLProblem {
    /// The mistake in the user's words. For what was opened and never closed libyaml's problem mark is far behind the
    /// mistake and its context mark is where to look; for a block it is the other way round: the context is its first
    /// line, maybe a hundred lines above.
    func diagnostic(_ lines: LineIndex) -> Diagnostic {
        if isReaderError { return forbiddenCharacter(lines) }
        var diagnostic = worded(lines)
        // Most hints repeat the value.
        if !lines.file.isQuotable { diagnostic.hint = nil }
        return diagnostic
    }

    private func worded(_ lines: LineIndex) -> Diagnostic {
        let here = lines.location(problemIndex)
        let found = lines.rest(from: problemIndex).first
        switch (problem, context) {
        case (_, "while parsing a flow sequence"?): return notClosed("list", "']'", lines)
        case (_, "while parsing a flow mapping"?): return notClosed("mapping", "'}'", lines)
        case ("found unexpected end of stream", "while scanning a quoted scalar"?):
            return quoteNotClosed("the file ends here", lines)
        case ("found unexpected document indicator", "while scanning a quoted scalar"?):
            return quoteNotClosed("the document ends here", lines)
        case ("found unknown escape character", _):
            let escape = text(lines.rest(from: problemIndex).prefix(2))
            return Diagnostic(
                .error, "unknown escape '\(escape)'", at: lines.location(problemIndex, to: problemIndex + 2),
                hint: "write '\\\(escape)', or put the text in single quotes")
        case ("did not find expected hexdecimal number", _):
            return Diagnostic(.error, "expected hexadecimal digits in this escape", at: here)
        case ("found invalid Unicode character escape code", _):
            return Diagnostic(.error, "this escape names no Unicode character", at: here)
        case ("could not find expected ':'", _): return colonMissing(lines)
        case ("mapping values are not allowed in this context", _): return unexpectedColon(lines)
        case ("block sequence entries are not allowed in this context", _):
            return Diagnostic(
                .error, "a list of '-' entries cannot begin here", at: here, hint: "begin it on a line of its own")
        case ("did not find expected key", _): return keyMissing(lines)
        case ("did not find expected '-' indicator", _):
            return Diagnostic(
                .error, "expected another entry of the list, which begins with '- '", at: here,
                notes: [.init("the list begins here", at: lines.location(contextIndex))])
        case ("did not find expected alphabetic or numeric character", _):
            let mark = lines.rest(from: contextIndex).first.map { "'\($0)'" } ?? "this"
            return Diagnostic(
                .error, "expected a name behind \(mark)", at: lines.location(contextIndex),
                hint: quotingHint(lines, from: contextIndex))
        case ("found undefined tag handle", _):
            let tag = token(lines, from: problemIndex)
            return Diagnostic(
                .error, lines.file.isQuotable ? "unknown tag '\(tag)'" : "unknown tag",
                at: lines.location(problemIndex, to: problemIndex + tag.unicodeScalars.count))
        case ("found incompatible YAML document", _):
            return Diagnostic(.error, "the file asks for another YAML than 1.1 or 1.2", at: here)
        case _ where found == "\t":
            return Diagnostic(.error, "a tab cannot indent", at: here, hint: "indent with spaces")
        case ("did not find expected node content", _) where found == nil:
            return Diagnostic(.error, "the file ends where a value is expected", at: here)
        case ("found character that cannot start any token", _), ("did not find expected node content", _),
            ("mapping keys are not allowed in this context", _):
            let character = found.map { "'\($0)'" } ?? "the end of the line"
            return Diagnostic(
                .error, "a value cannot begin with \(character)", at: here,
                hint: quotingHint(lines, from: problemIndex))
        default: return other(lines)
        }
    }

    private func forbiddenCharacter(_ lines: LineIndex) -> Diagnostic {
        let location = lines.location(ofByte: byteOffset)
        let byte = location.file.text.utf8.dropFirst(byteOffset).first ?? 0
        let value = (byte < 16 ? "0" : "") + String(byte, radix: 16)
        return Diagnostic(
            .error, "control characters are not allowed, found byte 0x\(value)", at: location,
            hint: "remove it, or write it as an escape in double quotes")
    }

    private func notClosed(_ what: String, _ closer: String, _ lines: LineIndex) -> Diagnostic {
        Diagnostic(
            .error, "\(what) is not closed", at: lines.location(contextIndex),
            notes: [.init("expected ',' or \(closer) before this", at: lines.location(problemIndex))])
    }

    private func quoteNotClosed(_ note: String, _ lines: LineIndex) -> Diagnostic {
        let kind = lines.rest(from: contextIndex).first == "\"" ? "double" : "single"
        return Diagnostic(
            .error, "text in \(kind) quotes is not closed", at: lines.location(contextIndex),
            notes: [.init(note, at: lines.location(problemIndex))])
    }

    private func colonMissing(_ lines: LineIndex) -> Diagnostic {
        let line = lines.rest(from: contextIndex)
        let width = line.count - line.reversed().prefix { $0 == " " || $0 == "\t" || $0 == "\r" }.count
        let hint: String? =
            if line.first == "-", line.dropFirst().first != "-" {
                "a '-' needs a space behind it"
            } else if line.contains(":") {
                "a ':' needs a space behind it"
            } else {
                nil
            }
        return Diagnostic(
            .error, "expected ':' behind this key", at: lines.location(contextIndex, to: contextIndex + width),
            hint: hint)
    }

    private func unexpectedColon(_ lines: LineIndex) -> Diagnostic {
        let before = lines.beginning(before: problemIndex)
        let key = before.drop { $0 == " " }
        let start = problemIndex - key.unicodeScalars.count
        guard !before.contains(": ") else {
            let value = before.split(separator: ": ", maxSplits: 1).last ?? ""
            let whole = value + text(lines.rest(from: problemIndex)).filter { $0 != "\r" }
            // Only a plain text can be put in quotes as it stands.
            let isPlain = !whole.contains { "\"'\\[]{}#&*!|>".contains($0) }
            return Diagnostic(
                .error, "unexpected ':' in a value", at: lines.location(problemIndex),
                hint: isPlain ? "put the value in quotes: \"\(whole)\"" : "put the whole value in quotes")
        }
        return Diagnostic(
            .error,
            "\(lines.file.isQuotable ? "key '\(key)'" : "a key") stands where a text of the line above goes on",
            at: lines.location(start, to: problemIndex),
            hint: "indent it like the keys beside it; a ':' before a value needs a space behind it")
    }

    private func keyMissing(_ lines: LineIndex) -> Diagnostic {
        let here = lines.location(problemIndex)
        let start = lines.location(contextIndex)
        let notes = here == start ? [] : [Diagnostic.Note("the mapping begins here", at: start)]
        guard lines.beginning(before: problemIndex).allSatisfy({ $0 == " " }) else {
            return Diagnostic(.error, "unexpected text behind a value", at: here)
        }
        guard here.column == start.column else {
            return Diagnostic(.error, "the indentation fits no line above", at: here, notes: notes)
        }
        let isEntry = lines.rest(from: problemIndex).first == "-"
        return Diagnostic(
            .error, isEntry ? "a list entry stands among keys" : "expected a key", at: here, notes: notes)
    }

    /// What no table row above names: libyaml's own words.
    private func other(_ lines: LineIndex) -> Diagnostic {
        var words = problem
        for (long, short) in [("did not find expected ", "expected "), ("did not find the expected ", "expected ")]
        where words.hasPrefix(long) {
            words = short + words.dropFirst(long.count)
        }
        return Diagnostic(
            .error, words, at: lines.location(problemIndex),
            notes: context.map { [.init($0, at: lines.location(contextIndex))] } ?? [])
    }

    private func quotingHint(_ lines: LineIndex, from offset: Int) -> String {
        let token = token(lines, from: offset)
        return token.contains { "\"\\,[]{}".contains($0) }
            ? "put a text in quotes" : "put a text in quotes: \"\(token)\""
    }

    private func token(_ lines: LineIndex, from offset: Int) -> String {
        text(lines.rest(from: offset).prefix { $0 != " " && $0 != "\t" && $0 != "\r" })
    }

    private func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
