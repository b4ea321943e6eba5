import YAML

extension YAMLNode {
    /// The tree on one line: plain scalars bare, others in double quotes, tags in front.
    var outline: String {
        let value =
            switch content {
            case .scalar(let text, let isPlain):
                isPlain ? (text.isEmpty || text == "null" ? "~" : text) : text.debugDescription
            case .sequence(let items): "[" + items.map(\.outline).joined(separator: ", ") + "]"
            case .mapping(let entries):
                "{" + entries.map { "\($0.key.outline): \($0.value.outline)" }.joined(separator: ", ") + "}"
            }
        return (tag.map { "\($0) " } ?? "") + value
    }
}
