/// A text that a user wrote, kept so that a message can quote the line it talks about.
package final class SourceFile: Sendable {
    /// The path as the user would type it: relative to the project folder where it lies inside.
    package let path: String
    package let text: String
    private let lines: [Substring]

    package init(path: String, text: String) {
        self.path = path
        self.text = text
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// The line of that number, counted from 1, without its line break; nil past the end.
    package func line(_ number: Int) -> String? {
        guard number >= 1, number <= lines.count else { return nil }
        return String(lines[number - 1])
    }
}
