import Diagnostics

extension SourceFile {
    /// A file whose lines are secrets: a message has its place, and where the line would stand, `[redacted]`.
    static func redacted(path: String, text: String) -> SourceFile {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return SourceFile(path: path, text: lines.map { _ in "[redacted]" }.joined(separator: "\n"))
    }
}
