import Testing

@testable import Profiles

struct PreparedPasswordTests {
    @Test(arguments: [
        "plain", "Grün ÄÖÜ ßς", "日本語✓", "привет Ελλάδα", "한국어", "🔑", "a\u{A0}b", "\u{AD}x", "tab\tligature \u{FB01}",
        "100 €",
    ])
    func `what every client writes alike is taken`(password: String) {
        #expect(PreparedPassword.problem(password) == nil)
    }

    @Test(arguments: [
        ("\u{FB01}x", "U+FB01"), ("½", "U+00BD"), ("x\u{B2}", "U+00B2"), ("\u{FF21}", "U+FF21"), ("e\u{301}", "U+0301"),
        ("…", "U+2026"), ("ﷺ", "U+FDFA"),
    ])
    func `what a client would write otherwise is named`(password: String, scalar: String) {
        #expect(PreparedPassword.problem(password) == "holds the character \(scalar), which clients write otherwise")
    }
}
