import Diagnostics
import DotEnv
import Testing

struct EnvFileReaderTests {
    private func read(_ text: String) throws -> [String: String] {
        let entries = try EnvFileReader.read(SourceFile(path: ".env", text: text)) { $0 == "HERE" ? "here" : nil }
        return Dictionary(entries.map { ($0.name, $0.value) }) { $1 }
    }

    @Test(arguments: [
        ("A=bare value # comment", "bare value"), ("A=a#b", "a#b"), ("A= #abc", "#abc"), ("A=", ""), ("A", nil),
        ("HERE\nA=1", "1"),
        ("export A=1", "1"), ("A: colon", "colon"), ("A='it\\'s'", "it's"), ("A='x\\ty'", "x\\ty"), ("A='x' # c", "x"),
        (#"A="a\tb\$c\ad""#, "a\tb$c\u{7}d"), ("A=\"two\nlines\"", "two\nlines"), ("\u{FEFF}A=1\r\nB=2\r\n", "1"),
        ("B=1\nA=$B${B}", "11"), ("A=$HERE", "here"), ("A=${N:-d${HERE}}", "dhere"), ("A=${N-d}", "d"),
        ("B=\nA=${B-d}", ""),
        ("B=\nA=${B:-d}", "d"), ("A=${HERE:+set}", "set"), ("A=${N+set}", ""), ("A=${HERE?no}", "here"),
        ("A=$$x", "$x"),
        ("A='$HERE'", "$HERE"), ("A=1\nA=2", "2"), ("\n  # only\n  A=1", "1"), ("A='a\r\nb'", "a\nb"),
    ])
    func `the grammar is docker compose's`(text: String, value: String?) throws {
        #expect(try read(text)["A"] == value)
    }

    @Test(arguments: [
        ("A=1\nB='x", ".env:2:3: error: this quote is not closed\n"),
        ("é=1\nA B=1", ".env:2:3: error: expected '=' behind 'A'\nhint: write NAME='value'\n"),
        ("=1", ".env:1:1: error: expected a name\nhint: write NAME='value'\n"),
        (
            "A='x'y",
            ".env:1:6: error: unexpected text behind the closing quote\nhint: put the whole value between the quotes\n"
        ),
        ("A=${B?why}", ".env:1:3: error: required variable 'B' is not set: why\nhint: export B=…\n"),
        ("A=${B", ".env:1:3: error: a '${' in this value is not closed\n"),
        ("A=${1}", ".env:1:3: error: a '${' in this value has no name behind it\n"),
        (
            "A=$ x",
            ".env:1:3: error: a '$' in this value has no name behind it\nhint: write '$$', or put the value in single quotes\n"
        ),
        (
            "A=${B!}",
            ".env:1:3: error: '${B' is followed by what is no operator\nhint: write ${B}, ${B:-default}, ${B:+other} or ${B:?message}\n"
        ),
    ])
    func `a mistake is located`(text: String, message: String) {
        let file = SourceFile(path: ".env", text: text, isQuotable: false)
        let failure = #expect(throws: Failure.self) { try EnvFileReader.read(file) }
        #expect(DiagnosticPrinter.text(failure?.diagnostics ?? []) == message)
    }
}
