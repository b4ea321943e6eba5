extension Diagnostic {
    /// The whole message as text, ending in a line break: first line, source line with caret, notes, hint.
    ///
    /// Control characters are shown by number wherever they come from, secrets as `[redacted]`.
    /// - Parameter program: who speaks where there is no place in a file.
    package func rendered(
        program: String = "sfm-dev", colour: Bool = false, redactor: Redactor = .none
    ) -> String {
        let pen = Pen(colour: colour, redactor: redactor)
        let excerpt = location.flatMap { SourceExcerpt($0, redactor: redactor)?.text }
        var text = pen.line(severity.rawValue, severityColour, location, message, program) + (excerpt ?? "")
        for note in notes {
            text += pen.line("note", 36, note.location, note.message, nil)
        }
        if let hint { text += pen.line("hint", 32, nil, hint, nil) }
        return text
    }

    /// SGR parameters (ECMA-48, 8.3.117): red, yellow, cyan.
    private var severityColour: Int {
        switch severity {
        case .error: 31
        case .warning: 33
        case .note: 36
        }
    }
}

private struct Pen {
    let colour: Bool
    let redactor: Redactor

    func line(
        _ word: String, _ code: Int, _ location: SourceLocation?, _ message: String, _ program: String?
    ) -> String {
        let place = location?.description ?? program
        return (place.map { "\($0.shownOnOneLine): " } ?? "") + paint("\(word):", code)
            + " \(redactor.redacted(message).shownOnOneLine)\n"
    }

    private func paint(_ text: String, _ code: Int) -> String {
        colour ? "\u{1b}[1;\(code)m\(text)\u{1b}[0m" : text
    }
}
