/// The lines that two texts do not share, in the form of `diff`: `-` is old, `+` is new.
enum LineDiff {
    static func text(_ name: String, old: String, new: String) -> String {
        let before = lines(old)
        let after = lines(new)
        let difference = after.difference(from: before)
        guard !difference.isEmpty else { return "" }
        var changes: [(offset: Int, order: Int, text: String)] = []
        for change in difference {
            switch change {
            case .remove(let offset, let line, _): changes.append((offset, 0, "-\(line)\n"))
            case .insert(let offset, let line, _): changes.append((offset, 1, "+\(line)\n"))
            }
        }
        changes.sort { ($0.order, $0.offset) < ($1.order, $1.offset) }
        return "--- \(name)\n" + changes.map(\.text).joined()
    }

    /// `.env` with its values left out.
    static func masked(_ text: String) -> String {
        lines(text).map { line in
            guard !line.hasPrefix("#"), let equals = line.firstIndex(of: "=") else { return "…" }
            return line[..<equals] + "=…"
        }.joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
