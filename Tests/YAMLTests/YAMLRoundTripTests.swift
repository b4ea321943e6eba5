import TestSupport
import Testing
import YAML

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct YAMLRoundTripTests {
    /// Pieces that YAML's scanners and resolvers treat in their own way.
    private static let pieces = [
        "a", "b", "Z", "0", "1", "9", ":", ": ", " :", "-", "- ", "--", "---", "...", ".", ",", "[", "]", "{", "}", "#",
        " #", "&",
        "*", "!", "|", ">", "'", "\"", "%", "@", "`", "?", "? ", "=", "<<", "~", " ", "  ", "\t", "\n", "\n\n", "\n ",
        "\r", "\\",
        "$", "${X}", "_", "+", "e", "x", "o", "no", "on", "yes", "true", "null", "inf", "nan", "é", "e\u{301}", "日本",
        "🙂",
        "\u{0}", "\u{1b}", "\u{7f}", "\u{85}", "\u{a0}", "\u{2028}", "\u{2029}", "\u{200d}", "\u{feff}", "\u{fffd}",
        "\u{fffe}", "\u{10ffff}", "/", "//", ":/", "12:30", "2001-12-14", "1e3", "0x1f", "0o7", "1_0",
    ]

    @Test(arguments: 0..<40)
    func `what was written is read again`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<50 {
            let value = random.value(depth: 4, pieces: Self.pieces)
            let text = yamlText(value)
            let node = try parseYAML(text, path: "p.yaml")
            #expect(node.matches(value), "\(text.debugDescription)")
            #expect(text.hasSuffix("\n"))
        }
    }

    @Test(.enabled(if: python("import yaml") == 0, "needs Python's PyYAML"))
    func `PyYAML reads the same texts`() throws {
        var random = SplitMix(state: 7)
        // Their own lists, since a flow list has stricter rules.
        let texts = (0..<1500).map { _ in random.text(Self.pieces) } + Self.pieces
        let keys = Array(Set(texts.map { Array($0.utf8) })).map { String(decoding: $0, as: UTF8.self) }
        let document = yamlText([
            "block": .strings(texts), "flow": .strings(texts, flow: true),
            "keys": .mapping(keys.map { (key: $0, value: .null) }),
        ])
        let folder = try TemporaryFolder()
        try folder.write(document, to: "document.yaml")
        try folder.write(texts.map(\.hexadecimal).joined(separator: "\n"), to: "texts")
        try folder.write(keys.map(\.hexadecimal).joined(separator: "\n"), to: "keys")
        let script = """
            from yaml import safe_load
            found = safe_load(open('document.yaml', encoding='utf-8', newline=''))
            read = lambda name: [bytes.fromhex(line).decode() for line in open(name).read().split('\\n')]
            texts, keys = read('texts'), read('keys')
            wrong = [(a, b) for part in ('block', 'flow') for a, b in zip(texts, found[part]) if a != b]
            assert not wrong, wrong[:5]
            assert list(found['keys']) == keys
            assert len(found['block']) == len(found['flow']) == len(texts)
            """
        #expect(python(script, in: folder.path) == 0)
    }
}

extension SplitMix {
    fileprivate mutating func text(_ pieces: [String]) -> String {
        (0..<Int.random(in: 0...5, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }

    fileprivate mutating func value(depth: Int, pieces: [String]) -> YAMLValue {
        switch Int.random(in: depth == 0 ? 4...9 : 0...9, using: &self) {
        case 0, 1:
            var seen: Set<[UInt8]> = []
            let entries = (0..<Int.random(in: 0...4, using: &self)).compactMap {
                _ -> (key: String, value: YAMLValue)? in
                let key = text(pieces)
                // Two spellings of one character are two keys to YAML and one to Swift.
                guard seen.insert(Array(key.decomposed.utf8)).inserted else { return nil }
                return (key, value(depth: depth - 1, pieces: pieces))
            }
            return .mapping(entries)
        case 2, 3:
            let items = (0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1, pieces: pieces) }
            return .list(items, flow: Bool.random(using: &self))
        case 4: return .integer(Int.random(in: Int.min...Int.max, using: &self))
        case 5: return .bool(Bool.random(using: &self))
        case 6: return .null
        default: return .string(text(pieces))
        }
    }
}

extension YAMLNode {
    fileprivate func matches(_ value: YAMLValue) -> Bool {
        switch (content, value) {
        case (.scalar(let text, let isPlain), .integer(let number)): isPlain && text == String(number)
        case (.scalar(let text, let isPlain), .bool(let flag)): isPlain && text == (flag ? "true" : "false")
        case (.scalar, .null): isNull
        case (.scalar(let text, let isPlain), .string(let string)):
            text.utf8.elementsEqual(string.utf8) && !isNull
                && !(isPlain
                    && (Int(text) != nil || Double(text)?.isFinite == true || ["true", "false"].contains(text)))
        case (.sequence(let items), .list(let values, _)):
            items.count == values.count && zip(items, values).allSatisfy { $0.matches($1) }
        case (.mapping(let entries), .mapping(let values)):
            entries.count == values.count
                && zip(entries, values).allSatisfy { $0.name == $1.key && $0.value.matches($1.value) }
        default: false
        }
    }
}

extension String {
    fileprivate var decomposed: String { replacing("e\u{301}", with: "é") }
    fileprivate var hexadecimal: String { utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

/// Runs a Python program in that folder; its exit status, or -1.
private func python(_ program: String, in folder: String = "/") -> Int32 {
    let quoted = program.replacing("'", with: "'\\''")
    return system("cd '\(folder)' && python3 -c '\(quoted)' 2>&1")
}
