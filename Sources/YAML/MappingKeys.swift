import Diagnostics

/// The entries of one mapping while it is read: refuses what cannot be a key, and resolves `<<`.
struct MappingKeys {
    private var entries: [YAMLNode.Entry] = []
    private var first: [String: SourceLocation] = [:]
    private var merge: (sources: [YAMLNode], position: Int, location: SourceLocation)?

    mutating func add(_ entry: YAMLNode.Entry, _ findings: Findings) {
        guard case .scalar(let name, let isPlain) = entry.key.content else {
            findings.error("a key must be text, found \(entry.key.kindName)", at: entry.key.location)
            return
        }
        guard !isPlain || !name.isEmpty else {
            findings.error("expected a key before ':'", at: entry.key.location)
            return
        }
        // Quoted, it is an ordinary key (YAML 1.1 type "merge").
        if name == "<<", isPlain {
            addMerge(entry, findings)
            return
        }
        if let earlier = first.updateValue(entry.key.location, forKey: name) {
            first[name] = earlier
            findings.error(
                "key '\(name)' is written twice", at: entry.key.location,
                notes: [.init("first written here", at: earlier)])
            return
        }
        entries.append(entry)
    }

    /// All entries. What the mapping has itself wins over what `<<` brings, and an earlier source over a later one.
    var merged: [YAMLNode.Entry] {
        guard let merge else { return entries }
        var known = Set(first.keys)
        let brought = merge.sources.flatMap { $0.entries ?? [] }.filter { known.insert($0.name).inserted }
        var all = entries
        all.insert(contentsOf: brought, at: merge.position)
        return all
    }

    private mutating func addMerge(_ entry: YAMLNode.Entry, _ findings: Findings) {
        if let merge {
            findings.error(
                "key '<<' is written twice", at: entry.key.location,
                notes: [.init("first written here", at: merge.location)], hint: "write '<<: [*first, *second]'")
            return
        }
        let sources = entry.value.items ?? [entry.value]
        for source in sources where source.entries == nil {
            findings.error(
                "'<<' needs a mapping or a list of mappings, found \(source.kindName)",
                // An alias points to where its value is written; the mistake is here.
                at: entry.key.location)
        }
        merge = (sources, entries.count, entry.key.location)
    }
}
