import Convergence
import Diagnostics
import Testing

struct LogExcerptTests {
    @Test func `only the last lines are kept`() {
        let log = (1...30).map { "line \($0)\r\n" }.joined()
        let lines = LogExcerpt.lines(of: Array(log.utf8), redactor: .none)
        #expect(lines == (21...30).map { "line \($0)" })
    }

    @Test func `control characters are made visible`() {
        let lines = LogExcerpt.lines(of: Array("\u{1b}]0;title\u{7}x\ty".utf8), redactor: .none)
        #expect(lines == [#"\x1b]0;title\x07x\ty"#])
    }

    @Test func `secrets are hidden, inside a URL too`() {
        let log = Array("abcd/ef and u:abcd%2Fef@h".utf8)
        let lines = LogExcerpt.lines(of: log, redactor: Redactor([Secret("abcd/ef")]))
        #expect(lines == ["[redacted] and u:[redacted]@h"])
    }

    @Test func `a long line is cut`() {
        let line = LogExcerpt.lines(of: Array(String(repeating: "x", count: 500).utf8), redactor: .none)
        #expect(line.first?.count == 240)
    }

    @Test func `bytes that are no text do not stop the rest`() {
        #expect(LogExcerpt.lines(of: [0xFF, 0x41, 0x0A, 0x42], redactor: .none) == ["\u{FFFD}A", "B"])
    }
}
