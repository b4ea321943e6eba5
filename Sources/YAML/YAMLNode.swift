package import Diagnostics

/// A value in a YAML file that remembers where it stands. Aliases and merge keys (`<<`) are already resolved.
package struct YAMLNode: Sendable {
    package enum Content: Sendable {
        /// `isPlain`: written without quotes, so that `true`, `12` and `~` mean more than text.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    package struct Entry: Sendable {
        package let key: YAMLNode
        package let value: YAMLNode

        package init(key: YAMLNode, value: YAMLNode) {
            self.key = key
            self.value = value
        }

        /// The key's text; keys that are not scalars were refused by the parser.
        package var name: String { key.text ?? "" }
    }

    package let content: Content
    /// An explicit tag such as `!reset`, nil where the file has none.
    package let tag: String?
    package let location: SourceLocation

    package init(_ content: Content, tag: String? = nil, at location: SourceLocation) {
        self.content = content
        self.tag = tag
        self.location = location
    }
}

extension YAMLNode {
    /// The text of a scalar, nil for lists and mappings.
    package var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// Nothing was written: an empty plain scalar, `~` or `null`.
    package var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    package var entries: [Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    package var items: [YAMLNode]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    /// The value under that key, nil where there is none or this is no mapping.
    package subscript(key: String) -> YAMLNode? {
        entries?.first { $0.name == key }?.value
    }

    /// What a message calls this kind of value: `text`, `a list`, `a mapping`, `nothing`.
    package var kindName: String {
        switch content {
        case .scalar: isNull ? "nothing" : "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
