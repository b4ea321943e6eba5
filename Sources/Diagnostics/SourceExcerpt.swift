/// The line that a message is about, with a caret under the place.
struct SourceExcerpt {
    /// Longer lines are cut around the place: a file on one line must not fill the screen.
    private static let longest = 160
    private static let before = 60

    private let location: SourceLocation
    private let line: String
    private let hasCaret: Bool

    /// nil where the file has no such line, as behind its last line break, or may not be shown.
    init?(_ location: SourceLocation, redactor: Redactor) {
        guard location.file.isQuotable, let line = location.file.line(location.line), !line.isEmpty else { return nil }
        self.location = location
        self.line = redactor.redacted(line)
        // A replaced secret moves what stands behind it: no caret is better than a wrong one.
        hasCaret = self.line == line
    }

    var text: String {
        let number = String(location.line)
        let margin = String(repeating: " ", count: number.utf8.count + 2)
        let scalars = Array(line.unicodeScalars)
        let column = min(location.column - 1, scalars.count)
        let first = scalars.count <= Self.longest ? 0 : max(0, column - Self.before)
        let last = min(scalars.count, first + Self.longest)
        var shown = first > 0 ? "…" : ""
        var padding = first > 0 ? " " : ""
        var marked = 0
        for index in first..<last {
            let scalar = scalars[index]
            // A tab stays a tab, before the caret too, or the caret moves.
            let piece = scalar == "\t" ? "\t" : scalar.shown
            shown += piece
            let width = piece.unicodeScalars.count == 1 ? scalar.columns : piece.unicodeScalars.count
            if index < column {
                padding += piece == "\t" ? piece : String(repeating: " ", count: width)
            } else if index < column + location.length {
                marked += width
            }
        }
        if last < scalars.count { shown += "…" }
        let caret = "^" + String(repeating: "~", count: max(0, marked - 1))
        return "  \(number) | \(shown)\n" + (hasCaret ? "\(margin) | \(padding)\(caret)\n" : "")
    }
}
