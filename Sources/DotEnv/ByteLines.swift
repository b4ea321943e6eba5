/// Walks over a text's bytes. The front reads its files with it: general splitting costs several times as much.
struct ByteLines {
    let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next line without its line break; nil at the end.
    mutating func line() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        let end = position
        if position < bytes.count { position += 1 }
        return start..<end
    }

    /// Takes the next word off the line; nil where nothing is left.
    func word(of line: inout Range<Int>, until separator: UInt8 = 0x20) -> Range<Int>? {
        guard !line.isEmpty else { return nil }
        var end = line.lowerBound
        while end < line.upperBound, bytes[end] != separator { end += 1 }
        let word = line.lowerBound..<end
        line = min(end + 1, line.upperBound)..<line.upperBound
        return word
    }

    func starts(_ range: Range<Int>, with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard range.count >= count else { return false }
        return text.withUTF8Buffer { expected in
            for index in 0..<count where bytes[range.lowerBound + index] != expected[index] { return false }
            return true
        }
    }

    func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && starts(range, with: text)
    }

    func equal(_ a: Range<Int>, _ b: Range<Int>) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<a.count where bytes[a.lowerBound + index] != bytes[b.lowerBound + index] { return false }
        return true
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
