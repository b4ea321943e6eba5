/// Why a container must be made anew, in a user's words.
enum RecreateCause {
    /// What differs between the parts that a container was made from and those of the plan; never a value.
    static func difference(old: [String: String], new: [String: String]) -> String {
        guard !old.isEmpty else { return "its configuration changed" }
        let common = Set(old.keys).intersection(new.keys)
        // One change cannot touch every digest, a new key does.
        if common.count > 1, common.allSatisfy({ old[$0] != new[$0] }) {
            return "the .sfm-dev folder that it was made from is gone"
        }
        let names = Set(old.keys).union(new.keys).sorted()
        let changes = names.compactMap { name -> String? in
            switch (old[name], new[name]) {
            case (nil, _?): "\(word(name)) added"
            case (_?, nil): "\(word(name)) removed"
            case (let before?, let after?) where before != after: "\(word(name)) changed"
            default: nil
            }
        }
        guard !changes.isEmpty else { return "its configuration changed" }
        let shown = changes.prefix(limit).joined(separator: ", ")
        return changes.count > limit ? "\(shown) and \(changes.count - limit) more" : shown
    }

    /// More would not fit on a line of a terminal beside the names.
    private static let limit = 3

    /// A variable is known by its name alone; other parts need their kind: `port 5433`.
    private static func word(_ part: String) -> String {
        let prefix = "environment "
        return part.hasPrefix(prefix) ? String(part.dropFirst(prefix.count)) : part
    }
}
