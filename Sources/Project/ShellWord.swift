/// One word of a command that a hint offers for pasting.
enum ShellWord {
    /// Bare where a POSIX shell reads it unchanged, else in single quotes.
    static func quoted(_ word: String) -> String {
        let isBare = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_@%+:,./-".utf8.contains(byte)
            }
        }
        if isBare, !word.isEmpty { return word }
        let escaped = word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        return "'\(escaped)'"
    }
}
