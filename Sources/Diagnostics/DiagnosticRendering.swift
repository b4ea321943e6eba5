extension Diagnostic {
    /// The whole message as text, ending in a line break: first line, source line with caret, notes, hint.
    package func rendered(program: String = "sfm-dev", colour: Bool = false) -> String {
        var text = Self.headline(severity.rawValue, severityColour, location, message, program, colour)
        if let location, let line = location.file.line(location.line) {
            text += Self.excerpt(line, location)
        }
        for note in notes {
            text += Self.headline("note", 36, note.location, note.message, nil, colour)
        }
        if let hint {
            text += Self.paint("hint:", 32, colour) + " \(hint)\n"
        }
        return text
    }

    private var severityColour: Int {
        switch severity {
        case .error: 31
        case .warning: 33
        case .note: 36
        }
    }

    private static func headline(
        _ word: String, _ code: Int, _ location: SourceLocation?, _ message: String, _ program: String?, _ colour: Bool
    ) -> String {
        let place = location.map { "\($0): " } ?? program.map { "\($0): " } ?? ""
        return place + paint("\(word):", code, colour) + " \(message)\n"
    }

    private static func excerpt(_ line: String, _ location: SourceLocation) -> String {
        let number = String(location.line)
        let scalars = Array(line.unicodeScalars)
        let before = scalars.prefix(location.column - 1)
        // A tab must stay a tab before the caret, or the caret moves.
        let padding = String(String.UnicodeScalarView(before.map { $0 == "\t" ? "\t" : " " }))
        let width = min(location.length, max(1, scalars.count - before.count))
        let caret = "^" + String(repeating: "~", count: width - 1)
        let margin = String(repeating: " ", count: number.utf8.count + 2)
        return "  \(number) | \(line)\n\(margin) | \(padding)\(caret)\n"
    }

    private static func paint(_ text: String, _ code: Int, _ colour: Bool) -> String {
        colour ? "\u{1b}[1;\(code)m\(text)\u{1b}[0m" : text
    }
}
