import Testing

@testable import Templates

struct ShellWordsTests {
    @Test(
        arguments: [
            ("", []), ("   ", []), ("a", ["a"]), (" a  b\tc\nd ", ["a", "b", "c", "d"]), ("'a b' c", ["a b", "c"]),
            (#""a b" c"#, ["a b", "c"]), ("''", [""]), (#"a "" b"#, ["a", "", "b"]), ("a'b'c", ["abc"]),
            (#"a\ b"#, ["a b"]), (#"'a\b'"#, [#"a\b"#]), (#""a\"b""#, [#"a"b"#]), (#""a\nb""#, [#"a\nb"#]),
            (#""\$x""#, ["$x"]), ("$HOME *", ["$HOME", "*"]), (#"it\'s"#, ["it's"]), (#""it's""#, ["it's"]),
            ("größe '🐘 x'", ["größe", "🐘 x"]),
        ] as [(String, [String])])
    func `a command line is split as a shell splits it, and not expanded`(text: String, words: [String]) {
        #expect(ShellWords.split(text) == words)
    }

    @Test(arguments: ["'", "a 'b", "\"a", "a\\", "\"a\\\""])
    func `an open quote is no command`(text: String) {
        #expect(ShellWords.split(text) == nil)
    }
}
