extension Stamp {
    /// nil for another version's, or one that is damaged or cut short.
    /// - Parameter withVariables: false leaves them out, which stand last.
    package init?(text: [UInt8], withVariables: Bool = true) {
        var lines = ByteLines(text)
        guard let first = lines.line(), lines.equals(first, "sfm-dev stamp 1"),
            let profile = lines.line(), lines.starts(profile, with: "profile "),
            let hash = lines.line(), lines.starts(hash, with: "hash ")
        else { return nil }
        self.init(
            profile: lines.text(profile.dropFirst(8)), hash: lines.text(hash.dropFirst(5)), inputs: [], variables: [])
        var lists = WordLists()
        while var line = lines.line() {
            if lines.equals(line, "end") { return }
            guard let kind = lines.word(of: &line) else { return nil }
            if lines.equals(kind, "variable") {
                guard withVariables else { return }
                guard let name = lines.word(of: &line), let secret = lines.word(of: &line),
                    let surfaces = lines.word(of: &line), let rivals = lines.word(of: &line), line.isEmpty
                else { return nil }
                variables.append(
                    Variable(
                        name: lines.text(name), surfaces: lists.words(lines, surfaces),
                        // Whatever is not plain is masked.
                        isSecret: !lines.equals(secret, "plain"), rivals: lists.words(lines, rivals)))
            } else if let input = Input(kind, line, lines) {
                inputs.append(input)
            } else if lines.equals(kind, "notes") {
                hasNotes = true
            } else {
                return nil
            }
        }
        return nil
    }
}

extension Stamp.Input {
    /// What `line` wrote, its first word taken off.
    init?(_ kind: Range<Int>, _ line: Range<Int>, _ lines: ByteLines) {
        var line = line
        if lines.equals(kind, "absent") {
            self.init(path: lines.text(line), state: nil)
        } else if lines.equals(kind, "input"), let state = Self.state(lines, &line) {
            // What is left is the path, which may have spaces.
            self.init(path: lines.text(line), state: state)
        } else {
            return nil
        }
    }

    private static func state(_ lines: ByteLines, _ line: inout Range<Int>) -> FileState? {
        guard let size = number(lines, &line), let modified = number(lines, &line),
            let changed = number(lines, &line), let inode = number(lines, &line)
        else { return nil }
        return FileState(size: size, modified: modified, changed: changed, inode: UInt64(bitPattern: inode))
    }

    /// Wraps, as inodes may be larger; a wrong number only makes the stamp stale.
    private static func number(_ lines: ByteLines, _ line: inout Range<Int>) -> Int64? {
        guard let digits = lines.word(of: &line), !digits.isEmpty else { return nil }
        let isNegative = lines.bytes[digits.lowerBound] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in (isNegative ? digits.dropFirst() : digits) {
            let digit = lines.bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return isNegative ? 0 &- value : value
    }
}

/// Most variables have the same lists as the one before.
private struct WordLists {
    /// Bounds instead of a range: the front would pay for the generic type as for twenty variables.
    private struct Known {
        var start: Int
        var end: Int
        var words: [String]
    }

    private var known: [Known] = []

    mutating func words(_ lines: ByteLines, _ range: Range<Int>) -> [String] {
        if lines.equals(range, "-") { return [] }
        for list in known where lines.equal(list.start..<list.end, range) { return list.words }
        var words: [String] = []
        var rest = range
        while let word = lines.word(of: &rest, until: UInt8(ascii: ",")) { words.append(lines.text(word)) }
        if known.count < 8 { known.append(Known(start: range.lowerBound, end: range.upperBound, words: words)) }
        return words
    }
}
