/// A text that a user wrote, kept so that a message can quote the line it talks about.
package final class SourceFile: Sendable {
    /// The path as the user would type it: relative to the project folder where it lies inside.
    package let path: String
    package let text: String
    /// False for a file with secrets of the user in it, of which no message may show a line.
    package let isQuotable: Bool

    package init(path: String, text: String, isQuotable: Bool = true) {
        self.path = path
        self.text = text
        self.isQuotable = isQuotable
    }

    /// The line of that number, counted from 1, without its line break (LF or CRLF); nil past the end.
    package func line(_ number: Int) -> String? {
        guard number >= 1 else { return nil }
        // Found anew each time: few lines are ever quoted, and a good file should not pay for them.
        let lines = text.utf8.split(
            separator: UInt8(ascii: "\n"), maxSplits: number, omittingEmptySubsequences: false)
        guard number <= lines.count else { return nil }
        let line = lines[number - 1]
        return String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
    }
}
