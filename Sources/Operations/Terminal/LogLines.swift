import Diagnostics

/// What one service writes, as lines that may be shown: whole ones, under the service's name and without secrets.
struct LogLines {
    /// Of a line that has no end yet, twice as much is held back and then this much shown: memory stays small.
    static let longest = 64 * 1024

    private let prefix: [UInt8]
    private let redactor: Redactor
    /// The line that has no end yet.
    private var open: [UInt8] = []

    /// - Parameter prefix: empty where there is one service only, whose bytes are shown as they are.
    init(prefix: String, redactor: Redactor) {
        self.prefix = Array(prefix.utf8)
        self.redactor = redactor
    }

    /// What can be shown after these bytes, which may end in the middle of a line, and of a character.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        if let end = bytes.lastIndex(of: Self.lineBreak) {
            for line in (open + bytes[..<end]).split(separator: Self.lineBreak, omittingEmptySubsequences: false) {
                text += prefix + hidden(line) + [Self.lineBreak]
            }
            open = Array(bytes[(end + 1)...])
        } else {
            open += bytes
        }
        while open.count >= 2 * Self.longest { text += cut() }
        return text
    }

    /// The rest, as a line.
    mutating func finish() -> [UInt8] { open.isEmpty ? [] : take([Self.lineBreak]) }

    private mutating func cut() -> [UInt8] {
        // Where no secret is torn apart, both parts hide what the whole hides. Twice as far back each time: what is nothing
        // but secrets has no such place, and is shown, hidden, as a whole.
        let whole = hidden(open[...])
        let places = ([0] + (0..<16).map { 1 << $0 }).map { Self.longest - $0 }
        let end = places.first { hidden(open[..<$0]) + hidden(open[$0...]) == whole } ?? open.count
        let piece = hidden(open[..<end])
        open.removeSubrange(..<end)
        // Under another service's name the next piece would be that service's.
        return prefix + piece + (prefix.isEmpty ? [] : [Self.lineBreak])
    }

    private func hidden(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let bytes = Array(bytes)
        return redactor.redacted(bytes) ?? bytes
    }

    private static let lineBreak = UInt8(ascii: "\n")
}
