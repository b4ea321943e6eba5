package import Diagnostics

/// Reads typed values out of a tree and collects what does not fit, so that one run reports every mistake.
package struct NodeReader {
    package let findings: Findings

    package init(_ findings: Findings) {
        self.findings = findings
    }

    /// Reports that a value has the wrong form.
    package func mismatch(_ node: YAMLNode, expected: String, hint: String? = nil) {
        findings.error("expected \(expected), found \(node.kindName)", at: node.location, hint: hint)
    }

    /// The text of a scalar; an empty one is no text.
    package func text(_ node: YAMLNode, _ what: String = "text") -> String? {
        guard let text = node.text, !node.isNull else {
            mismatch(node, expected: what)
            return nil
        }
        return text
    }

    package func boolean(_ node: YAMLNode) -> Bool? {
        switch node.text {
        case "true"?: return true
        case "false"?: return false
        default:
            findings.error("expected true or false, found \(quoted(node))", at: node.location)
            return nil
        }
    }

    /// A decimal number. One with a leading zero is refused: YAML 1.1 reads it as octal, YAML 1.2 as decimal.
    package func integer(_ node: YAMLNode, in range: ClosedRange<Int>) -> Int? {
        guard let text = node.text, let value = Int(text), range.contains(value),
            value == 0 || !text.drop(while: { $0 == "+" || $0 == "-" }).hasPrefix("0")
        else {
            findings.error(
                "expected a number from \(range.lowerBound) to \(range.upperBound), found \(quoted(node))",
                at: node.location)
            return nil
        }
        return value
    }

    package func number(_ node: YAMLNode) -> Double? {
        guard let text = node.text, let value = Double(text), value.isFinite, value >= 0 else {
            findings.error("expected a number, found \(quoted(node))", at: node.location)
            return nil
        }
        return value
    }

    /// One of some words.
    package func word(_ node: YAMLNode, among words: [String]) -> String? {
        guard let text = node.text, words.contains(text) else {
            findings.error("expected one of \(words.joined(separator: ", ")), found \(quoted(node))", at: node.location)
            return nil
        }
        return text
    }

    /// The entries of a mapping whose keys must all be known. Keys that begin with `x-` are the user's own.
    package func entries(
        _ node: YAMLNode, _ what: String, keys: [String], unsupported: [String: String] = [:]
    ) -> [YAMLNode.Entry] {
        guard let entries = node.entries else {
            mismatch(node, expected: what)
            return []
        }
        return entries.filter { entry in
            let name = entry.name
            if keys.contains(name) { return true }
            if name.hasPrefix("x-") { return false }
            if let reason = unsupported[name] {
                findings.error("'\(name)' is not supported: \(reason)", at: entry.key.location)
            } else {
                findings.error(
                    "unknown key '\(name)'", at: entry.key.location,
                    hint: suggestion(for: name, among: keys, called: "keys"))
            }
            return false
        }
    }

    /// The entries of a mapping whose keys are the user's names.
    package func named(_ node: YAMLNode, _ what: String) -> [YAMLNode.Entry] {
        if node.isNull { return [] }
        guard let entries = node.entries else {
            mismatch(node, expected: what)
            return []
        }
        return entries
    }

    package func list(_ node: YAMLNode, _ what: String, hint: String? = nil) -> [YAMLNode] {
        if node.isNull { return [] }
        guard let items = node.items else {
            mismatch(node, expected: what, hint: hint)
            return []
        }
        return items
    }

    package func texts(_ node: YAMLNode, _ what: String) -> [String] {
        list(node, what).compactMap { text($0) }
    }

    /// `{K: V}` or `[K=V, …]`, as compose-spec allows for environment and labels; nil for a key without a value.
    package func pairs(_ node: YAMLNode, _ what: String) -> [(name: String, value: String?, location: SourceLocation)] {
        if let items = node.items {
            return items.compactMap { item in
                guard let text = text(item) else { return nil }
                guard let equals = text.firstIndex(of: "=") else { return (text, nil, item.location) }
                return (String(text[..<equals]), String(text[text.index(after: equals)...]), item.location)
            }
        }
        return named(node, what).compactMap { entry in
            if entry.value.isNull { return (entry.name, nil, entry.key.location) }
            guard let value = text(entry.value) else { return nil }
            return (entry.name, value, entry.key.location)
        }
    }

    private func quoted(_ node: YAMLNode) -> String {
        guard let text = node.text, !node.isNull else { return node.kindName }
        return "'\(text)'"
    }
}
