/// One event of libyaml's stream, copied out of C memory.
struct YAMLEvent {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(String, style: ScalarStyle)
        case sequenceStart(isFlow: Bool)
        case sequenceEnd
        case mappingStart(isFlow: Bool)
        case mappingEnd
    }

    enum ScalarStyle { case plain, quoted, block }

    let kind: Kind
    /// Resolved by libyaml: `!!str` reads `tag:yaml.org,2002:str`, a local tag such as `!reset` stays as written.
    let tag: String?
    let anchor: String?
    /// Where it begins, anchor and tag included, in Unicode scalars from the start of the text.
    let start: Int
    /// Where it ends, exclusive.
    let end: Int
}
