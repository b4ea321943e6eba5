package import Diagnostics
package import YAML

/// Merges one service's tree over another's as docker compose merges its files (compose-spec, chapter "Merge"): mappings
/// key by key, lists one behind the other, texts replaced. Where a list's items have an identity, such as a mount's
/// target, the later one takes the place of the earlier. `!reset` removes what stands below, `!override` replaces it.
package struct ServiceMerge {
    private let findings: Findings

    package init(findings: Findings) {
        self.findings = findings
    }

    package func merge(_ base: YAMLNode, _ over: YAMLNode) -> YAMLNode {
        if isOverride(over) { return alone(over) }
        // What is no service at all is told by its reader.
        guard base.entries != nil, over.entries != nil else { return over.isNull ? base : over }
        return mapping(base, over) { Rule(of: $0) }
    }

    /// A tree of its own: nothing stands below it that `!reset` or `!override` could mean.
    package func alone(_ node: YAMLNode) -> YAMLNode {
        switch node.content {
        case .scalar: return node.untagged
        case .sequence(let items):
            return YAMLNode(.sequence(items.filter { !isReset($0) }.map(alone)), at: node.location)
        case .mapping(let entries):
            let kept = entries.filter { !isReset($0.value) }.map { YAMLNode.Entry(key: $0.key, value: alone($0.value)) }
            return YAMLNode(.mapping(kept), at: node.location)
        }
    }

    private func mapping(_ base: YAMLNode, _ over: YAMLNode, _ rule: (String) -> Rule) -> YAMLNode {
        var entries = base.entries ?? []
        for entry in over.entries ?? [] {
            let index = entries.firstIndex { $0.name == entry.name }
            if isReset(entry.value) {
                if let index { entries.remove(at: index) }
            } else if let index, !isOverride(entry.value) {
                let merged = value(entries[index].value, entry.value, rule(entry.name))
                entries[index] = .init(key: entry.key, value: merged)
            } else if let index {
                entries[index] = .init(key: entry.key, value: alone(entry.value))
            } else {
                entries.append(.init(key: entry.key, value: alone(entry.value)))
            }
        }
        return YAMLNode(.mapping(entries), at: over.location)
    }

    private func value(_ base: YAMLNode, _ over: YAMLNode, _ rule: Rule) -> YAMLNode {
        switch rule {
        case .replaced: return alone(over)
        case .merged: return merged(base, over) { _ in .merged }
        case .fields(let rules): return merged(base, over) { rules[$0] ?? .merged }
        case .pairs: return mapping(base.asPairs, over.asPairs) { _ in .replaced }
        case .networks:
            return mapping(base.asNames(.nothing), over.asNames(.nothing)) { _ in
                .fields(["aliases": .list(Rule.name)])
            }
        case .dependencies:
            return mapping(base.asNames(.started), over.asNames(.started)) { _ in .merged }
        case .values: return mapping(base, over) { _ in .replaced }
        case .list(let identity): return list(base, over, identity)
        case .logging:
            // Options belong to their driver.
            let drivers = [base["driver"]?.text, over["driver"]?.text].compactMap { $0 }
            return drivers.count == 2 && drivers[0] != drivers[1] ? alone(over) : merged(base, over) { _ in .merged }
        }
    }

    private func merged(_ base: YAMLNode, _ over: YAMLNode, _ rule: (String) -> Rule) -> YAMLNode {
        if over.isNull { return base }
        switch base.content {
        case .scalar: return alone(over)
        case .mapping where over.entries != nil: return mapping(base, over, rule)
        case .sequence where over.items != nil: return list(base, over) { _ in nil }
        default:
            findings.error(
                "\(over.kindName) cannot be merged over \(base.kindName)", at: over.location,
                notes: [.init("it would be merged over this", at: base.location)],
                hint: "write '!override' before it to replace what is there")
            return base
        }
    }

    private func list(_ base: YAMLNode, _ over: YAMLNode, _ identity: @Sendable (YAMLNode) -> String?) -> YAMLNode {
        var items = base.asList
        for item in over.asList where !isReset(item) {
            let key = identity(item)
            if let key, let index = items.firstIndex(where: { identity($0) == key }) {
                items[index] = alone(item)
            } else {
                items.append(alone(item))
            }
        }
        return YAMLNode(.sequence(items), at: over.location)
    }

    private func isReset(_ node: YAMLNode) -> Bool {
        if let tag = node.tag, tag != "!reset", tag != "!override" {
            findings.error(
                "tag '\(tag)' is not supported", at: node.location, hint: "use !reset or !override, or remove it")
        }
        return node.tag == "!reset"
    }

    private func isOverride(_ node: YAMLNode) -> Bool { node.tag == "!override" }
}

extension YAMLNode {
    fileprivate var untagged: YAMLNode { YAMLNode(content, at: location) }

    fileprivate var asList: [YAMLNode] {
        guard let entries else { return isNull ? [] : items ?? [self] }
        return entries.map { entry in
            let text = entry.value.isNull ? entry.name : "\(entry.name)=\(entry.value.text ?? "")"
            return YAMLNode(.scalar(text, isPlain: false), tag: entry.value.tag, at: entry.key.location)
        }
    }

    /// `[A=b, C]` as `{A: b, C: null}`.
    fileprivate var asPairs: YAMLNode {
        guard let items else { return self }
        let entries = items.compactMap { item -> Entry? in
            guard let text = item.text else { return nil }
            let equals = text.firstIndex(of: "=")
            let name = YAMLNode(.scalar(String(text[..<(equals ?? text.endIndex)]), isPlain: false), at: item.location)
            let value = equals.map { String(text[text.index(after: $0)...]) }
            return Entry(key: name, value: YAMLNode(.scalar(value ?? "", isPlain: value == nil), at: item.location))
        }
        return YAMLNode(.mapping(entries), tag: tag, at: location)
    }

    fileprivate enum Short {
        case nothing, started
    }

    /// `[a, b]` as `{a: …, b: …}`, each with what the short form stands for.
    fileprivate func asNames(_ short: Short) -> YAMLNode {
        guard let items else { return self }
        func text(_ text: String, _ item: YAMLNode) -> YAMLNode {
            YAMLNode(.scalar(text, isPlain: true), at: item.location)
        }
        let entries = items.map { item in
            let value: YAMLNode =
                switch short {
                case .nothing: text("", item)
                case .started:
                    YAMLNode(
                        .mapping([
                            Entry(key: text("condition", item), value: text("service_started", item)),
                            Entry(key: text("required", item), value: text("true", item)),
                        ]), at: item.location)
                }
            return Entry(key: item, value: value)
        }
        return YAMLNode(.mapping(entries), tag: tag, at: location)
    }
}
