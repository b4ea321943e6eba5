extension Stamp {
    /// nil for another version's, or one that is damaged or cut short.
    package init?(text: some Collection<UInt8>) {
        var lines = text.split(separator: UInt8(ascii: "\n"))[...]
        guard lines.popFirst()?.elementsEqual(Self.firstLine.utf8) == true,
            let profile = lines.popFirst().flatMap({ Self.rest(of: $0, behind: "profile ") }),
            let hash = lines.popFirst().flatMap({ Self.rest(of: $0, behind: "hash ") }),
            lines.popLast()?.elementsEqual("end".utf8) == true
        else { return nil }
        self.init(profile: profile, hash: hash, inputs: [], variables: [])
        for line in lines {
            if let path = Self.rest(of: line, behind: "absent ") {
                inputs.append(Input(path: path, state: nil))
            } else if let input = Self.input(line) {
                inputs.append(input)
            } else if let variable = Self.variable(line) {
                variables.append(variable)
            } else {
                return nil
            }
        }
    }

    private static func rest<Line: Collection<UInt8>>(of line: Line, behind word: String) -> String? {
        line.starts(with: word.utf8) ? String(decoding: line.dropFirst(word.utf8.count), as: UTF8.self) : nil
    }

    private static func input<Line: Collection<UInt8>>(_ line: Line) -> Input? {
        // A path may have spaces.
        let words = line.split(separator: 0x20, maxSplits: 5, omittingEmptySubsequences: false)
        guard words.count == 6, words[0].elementsEqual("input".utf8), let size = number(words[1]),
            let modified = number(words[2]), let changed = number(words[3]), let inode = number(words[4])
        else { return nil }
        return Input(
            path: String(decoding: words[5], as: UTF8.self),
            state: FileState(size: size, modified: modified, changed: changed, inode: UInt64(bitPattern: inode)))
    }

    /// Wraps, as `UInt64` inodes are read with it; a wrong number only makes the stamp stale.
    private static func number(_ digits: some Collection<UInt8>) -> Int64? {
        let isNegative = digits.first == UInt8(ascii: "-")
        var value: Int64 = 0
        for byte in digits.dropFirst(isNegative ? 1 : 0) {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value &* 10 &+ Int64(byte - UInt8(ascii: "0"))
        }
        return digits.count > (isNegative ? 1 : 0) ? (isNegative ? 0 &- value : value) : nil
    }

    private static func variable<Line: Collection<UInt8>>(_ line: Line) -> Variable? {
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard words.count == 5, words[0].elementsEqual("variable".utf8) else { return nil }
        let isSecret = words[2].elementsEqual("secret".utf8)
        guard isSecret || words[2].elementsEqual("plain".utf8) else { return nil }
        let name = String(decoding: words[1], as: UTF8.self)
        return Variable(name: name, surfaces: list(words[3]), isSecret: isSecret, rivals: list(words[4]))
    }

    private static func list<Word: Collection<UInt8>>(_ word: Word) -> [String] {
        if word.elementsEqual("-".utf8) { return [] }
        return word.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
    }
}
