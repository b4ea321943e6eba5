/// Commands as a user would paste them.
package enum ShellText {
    /// Bare where a POSIX shell reads it unchanged, else in single quotes.
    package static func quoted(_ word: String) -> String {
        let isBare = word.wholeMatch(of: #/[A-Za-z0-9_@%+:,.\/=-]+/#) != nil
        return isBare ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
