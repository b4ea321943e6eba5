import DotEnv

/// What two texts do not share: `-` is old, `+` is new; the old ones stand first.
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

    /// The names in `.env` that were added, removed or changed; no value, not even a part of one.
    static func names(_ name: String, old: [EnvEntry], new: [EnvEntry]) -> String {
        let before = Dictionary(old.map { ($0.name, $0.value) }) { $1 }
        let after = Dictionary(new.map { ($0.name, $0.value) }) { $1 }
        let changes = Set(before.keys).union(after.keys).sorted().flatMap { entry -> [String] in
            if before[entry] == after[entry] { return [] }
            return (before[entry] == nil ? [] : ["-\(entry)=…\n"]) + (after[entry] == nil ? [] : ["+\(entry)=…\n"])
        }
        return changes.isEmpty ? "" : "--- \(name)\n" + changes.joined()
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}
