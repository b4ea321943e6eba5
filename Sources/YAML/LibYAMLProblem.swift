/// What libyaml says about a text that it cannot read.
struct LibYAMLProblem: Error {
    /// The text holds a character that YAML forbids; only `byteOffset` tells where.
    let isReaderError: Bool
    let problem: String
    /// In Unicode scalars from the start of the text.
    let problemIndex: Int
    let byteOffset: Int
    let context: String?
    let contextIndex: Int
}
