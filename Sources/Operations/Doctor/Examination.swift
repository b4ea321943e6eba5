import Convergence
import Diagnostics

/// What `doctor` has found, one line for each look.
struct Examination {
    enum Verdict: String, Encodable {
        case ok, warn, fail
    }

    struct Line: Encodable {
        var verdict: Verdict
        /// What was looked at, in a word.
        var check: String
        var text: String
        var notes: [String] = []
        var hint: String?
    }

    /// A value and where it is from; a secret one is hidden.
    struct Value: Encodable {
        var name, value, origin: String
    }

    private(set) var lines: [Line] = []
    private(set) var values: [Value] = []

    var isGood: Bool { !lines.contains { $0.verdict == .fail } }

    mutating func ok(_ check: String, _ text: String) { add(Line(verdict: .ok, check: check, text: text)) }

    /// - Parameter good: what is told where there is nothing else to tell.
    mutating func add(_ check: String, _ diagnostics: [Diagnostic], else good: String? = nil) {
        if diagnostics.isEmpty, let good { ok(check, good) }
        for diagnostic in diagnostics {
            let place = diagnostic.location.map { "\($0): " } ?? ""
            add(
                Line(
                    verdict: diagnostic.severity == .error ? .fail : .warn, check: check,
                    text: place + diagnostic.message, notes: diagnostic.notes.map(\.message), hint: diagnostic.hint))
        }
    }

    mutating func add(_ values: [Value]) {
        let redactor = KnownSecrets.redactor
        self.values += values.map {
            Value(name: $0.name, value: redactor.redacted($0.value).shownOnOneLine, origin: $0.origin)
        }
    }

    /// Runs a look; what ends it early is what it has found.
    mutating func look(_ check: String, _ body: (inout Examination) throws(Failure) -> Void) {
        do throws(Failure) { try body(&self) } catch { add(check, error.diagnostics) }
    }

    mutating func add(_ line: Line) {
        // Servers, checks and files have their say in it.
        let redactor = KnownSecrets.redactor
        func safe(_ text: String) -> String { redactor.redacted(text).shownOnOneLine }
        let shown = Line(
            verdict: line.verdict, check: line.check, text: safe(line.text), notes: line.notes.map(safe),
            hint: line.hint.map { redactor.redacted($0) })
        // One file's fault may be met on two ways; two services may have the same one.
        if !lines.contains(where: { $0.verdict != .ok && $0.check == shown.check && $0.text == shown.text }) {
            lines.append(shown)
        }
    }

    var text: String {
        let width = lines.map(\.check.count).max() ?? 0
        let margin = String(repeating: " ", count: width + 8)
        let report = lines.map { line in
            let first = "\(line.verdict.rawValue.padded(to: 4))  \(line.check.padded(to: width))  \(line.text)\n"
            let more = line.notes.map { "note: \($0)" } + [line.hint.map { "hint: \($0)" }].compactMap(\.self)
            return first + more.map { margin + $0 + "\n" }.joined()
        }.joined()
        guard !values.isEmpty else { return report }
        return report + "\n"
            + TextTable.text([["VALUE", "IS", "FROM"]] + values.map { [$0.name, $0.value, $0.origin] })
    }

    var json: String { jsonLine(self) }

    /// `3 warnings, 1 failure`
    var summary: String {
        let counts = [(Verdict.warn, "warning"), (.fail, "failure")].compactMap { verdict, word in
            let count = lines.count { $0.verdict == verdict }
            return count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        return counts.isEmpty ? "nothing is wrong" : counts.joined(separator: ", ")
    }
}

extension Examination: Encodable {
    private enum CodingKeys: String, CodingKey { case version, checks, values }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(1, forKey: .version)
        try fields.encode(lines, forKey: .checks)
        try fields.encode(values, forKey: .values)
    }
}

extension Examination.Line {
    private enum CodingKeys: String, CodingKey { case verdict, check, text, notes, hint }

    /// By hand: a key stands there without a value too.
    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(verdict, forKey: .verdict)
        try fields.encode(check, forKey: .check)
        try fields.encode(text, forKey: .text)
        try fields.encode(notes, forKey: .notes)
        try fields.encode(hint, forKey: .hint)
    }
}
