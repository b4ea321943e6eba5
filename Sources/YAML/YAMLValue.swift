/// What `yamlText` writes: a tree without places and styles, in the order in which it was built.
package indirect enum YAMLValue: Sendable {
    case string(String)
    case integer(Int)
    case bool(Bool)
    case null
    /// `flow`: on one line, `[a, b]`; everything inside is then on that line too.
    case list([YAMLValue], flow: Bool = false)
    /// Keys are unique: the caller's promise.
    case mapping([(key: String, value: YAMLValue)])

    /// A list of texts.
    package static func strings(_ texts: some Sequence<String>, flow: Bool = false) -> YAMLValue {
        .list(texts.map { .string($0) }, flow: flow)
    }

    var isEmptyCollection: Bool {
        switch self {
        case .list(let items, _): items.isEmpty
        case .mapping(let entries): entries.isEmpty
        default: false
        }
    }
}

extension YAMLValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: YAMLValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, YAMLValue)...) {
        self = .mapping(elements.map { (key: $0.0, value: $0.1) })
    }
}

extension YAMLValue: Equatable {
    package static func == (a: YAMLValue, b: YAMLValue) -> Bool {
        switch (a, b) {
        case (.string(let x), .string(let y)): x == y
        case (.integer(let x), .integer(let y)): x == y
        case (.bool(let x), .bool(let y)): x == y
        case (.null, .null): true
        case (.list(let x, let xFlow), .list(let y, let yFlow)): x == y && xFlow == yFlow
        case (.mapping(let x), .mapping(let y)): x.elementsEqual(y) { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }
}
