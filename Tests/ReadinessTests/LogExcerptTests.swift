import Convergence
import Diagnostics
import Testing

struct LogExcerptTests {
    @Test func `only the last lines are kept`() {
        let log = (1...30).map { "line \($0)\r\n" }.joined()
        let lines = LogExcerpt.lines(of: Array(log.utf8), hiding: [])
        #expect(lines == (21...30).map { "line \($0)" })
    }

    @Test(arguments: [
        ("\u{1b}]0;title\u{7}x", "^[]0;title^Gx"), ("a\tb", "a\tb"), ("\u{7f}", "^?"), ("\u{9b}31m", "\\u{9b}31m"),
        ("a\u{202e}b", "a\\u{202e}b"), ("grün ✓", "grün ✓"),
    ])
    func `control characters are made visible`(_ text: String, _ visible: String) {
        #expect(LogExcerpt.visible(text) == visible)
    }

    @Test func `secrets are hidden, the longer one first and inside a URL too`() {
        let secrets = [Secret("abc"), Secret("abc/def"), Secret("public", isSecret: false), Secret("")]
        #expect(
            LogExcerpt.hide(secrets, in: "abc abc/def u:abc%2Fdef@h public")
                == "[redacted] [redacted] u:[redacted]@h public")
    }

    @Test func `a long line is cut`() {
        let line = LogExcerpt.lines(of: Array(String(repeating: "x", count: 500).utf8), hiding: [])
        #expect(line.first?.count == 240)
    }

    @Test func `bytes that are no text do not stop the rest`() {
        #expect(LogExcerpt.lines(of: [0xFF, 0x41, 0x0A, 0x42], hiding: []) == ["\u{FFFD}A", "B"])
    }
}
