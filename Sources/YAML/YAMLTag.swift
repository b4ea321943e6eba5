/// An explicit tag of a value. Local ones (`!reset`) are kept for the reader; those of YAML itself only say what a value
/// already is, or are refused: nobody would honour them.
struct YAMLTag {
    private static let prefix = "tag:yaml.org,2002:"

    /// What the node keeps.
    let kept: String?
    /// The short name of one of YAML's own, such as `str`.
    private let core: String?
    private let isNonSpecific: Bool

    init(_ tag: String?) {
        core = tag.flatMap { $0.hasPrefix(Self.prefix) ? String($0.dropFirst(Self.prefix.count)) : nil }
        isNonSpecific = tag == "!"
        kept = core == nil && !isNonSpecific ? tag : nil
    }

    /// Whether a scalar counts as plain (`!!int "5"`) or as quoted (`!!str 5`); nil where the tag does not say.
    var isPlain: Bool? {
        switch core {
        case "str"?: false
        case .some: true
        case nil: isNonSpecific ? false : nil
        }
    }

    /// Why it cannot stand there, nil where it can.
    func problem(forScalar isScalar: Bool, isList: Bool = false) -> String? {
        guard let core else { return nil }
        let fitting = isScalar ? ["str", "int", "float", "bool", "null", "merge"] : isList ? ["seq"] : ["map"]
        guard !fitting.contains(core) else { return nil }
        let known = ["str", "int", "float", "bool", "null", "merge", "seq", "map"]
        guard known.contains(core) else { return "tag '!!\(core)' is not supported" }
        return "tag '!!\(core)' does not fit \(isScalar ? "text" : isList ? "a list" : "a mapping")"
    }
}
