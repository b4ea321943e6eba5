/// One word of a command that a hint offers for pasting.
package enum ShellWord {
    /// Bare where a POSIX shell, and zsh, reads it unchanged as an argument, else in single quotes.
    package static func quoted(_ word: String) -> String {
        let isBare = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_@%+:,./-=".utf8.contains(byte)
            }
        }
        // zsh looks for a command behind a '=' at the start.
        if isBare, !word.isEmpty, !word.hasPrefix("=") { return word }
        let escaped = word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return "'\(escaped)'"
    }

    /// A whole command.
    package static func line(_ words: [String]) -> String { words.map(quoted).joined(separator: " ") }
}
