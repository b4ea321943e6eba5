import Diagnostics
import Testing

struct DiagnosticRenderingTests {
    private func place(_ text: String, _ line: Int, _ column: Int, _ length: Int = 1) -> Diagnostics.SourceLocation {
        Diagnostics.SourceLocation(
            file: SourceFile(path: "profiles/local.yaml", text: text), line: line, column: column, length: length)
    }

    @Test func `an unknown name shows line, caret and hint`() {
        let diagnostic = Diagnostic(
            .error, "unknown service 'postgress'", at: place("services:\n  - name: postgress\n", 2, 11, 9),
            hint: suggestion(for: "postgress", among: ["redis", "postgres", "kafka"], called: "services"))
        #expect(
            diagnostic.rendered() == """
                profiles/local.yaml:2:11: error: unknown service 'postgress'
                  2 |   - name: postgress
                    |           ^~~~~~~~~
                hint: did you mean 'postgres'? known services: kafka, postgres, redis

                """)
    }

    @Test func `a note names the other place`() {
        let text = "a: 5432\nb: 5432\n"
        let diagnostic = Diagnostic(
            .error, "host port 5432 is published twice", at: place(text, 2, 4, 4),
            notes: [.init("first published by 'a'", at: place(text, 1, 4, 4))],
            hint: "give 'b' another host port, such as 5433:5432")
        #expect(
            diagnostic.rendered() == """
                profiles/local.yaml:2:4: error: host port 5432 is published twice
                  2 | b: 5432
                    |    ^~~~
                profiles/local.yaml:1:4: note: first published by 'a'
                hint: give 'b' another host port, such as 5433:5432

                """)
    }

    @Test func `without a place the program speaks`() {
        let diagnostic = Diagnostic(
            .error, "no profile named 'shred-infra'", notes: [.init("looked in profiles/: local, shared-infra, tls")],
            hint: "sfm-dev switch shared-infra")
        #expect(
            diagnostic.rendered() == """
                sfm-dev: error: no profile named 'shred-infra'
                note: looked in profiles/: local, shared-infra, tls
                hint: sfm-dev switch shared-infra

                """)
    }

    @Test func `several notes keep their order`() {
        let diagnostic = Diagnostic(
            .error, "'keycloak' is unhealthy after 60 s (5 checks failed)",
            notes: [
                .init("last check, exit 1: no route"), .init("'api' was not started because it waits for 'keycloak'"),
            ])
        #expect(
            diagnostic.rendered() == """
                sfm-dev: error: 'keycloak' is unhealthy after 60 s (5 checks failed)
                note: last check, exit 1: no route
                note: 'api' was not started because it waits for 'keycloak'

                """)
    }

    @Test func `a warning says so`() {
        #expect(Diagnostic(.warning, "old").rendered(program: "x") == "x: warning: old\n")
    }

    @Test func `colour marks the words only`() {
        let diagnostic = Diagnostic(.error, "x", at: place("abc", 1, 1, 3), notes: [.init("y")], hint: "z")
        #expect(
            diagnostic.rendered(colour: true)
                == "profiles/local.yaml:1:1: \u{1b}[1;31merror:\u{1b}[0m x\n  1 | abc\n    | ^~~\n"
                + "\u{1b}[1;36mnote:\u{1b}[0m y\n\u{1b}[1;32mhint:\u{1b}[0m z\n")
    }

    @Test(arguments: [
        ("a\tb: c", 6, 1, "  1 | a\tb: c\n    |  \t   ^\n"),
        ("größe: x", 8, 1, "  1 | größe: x\n    |        ^\n"),
        ("名前: x", 5, 1, "  1 | 名前: x\n    |       ^\n"),
        ("x: 名前", 4, 2, "  1 | x: 名前\n    |    ^~~~\n"),
        ("e\u{301}: x", 5, 1, "  1 | e\u{301}: x\n    |    ^\n"),
        ("\u{1b}[2J: x", 7, 1, "  1 | \\x1b[2J: x\n    |          ^\n"),
        ("a: \u{202E}x", 4, 2, "  1 | a: \\u202ex\n    |    ^~~~~~~\n"),
        ("a: b\r", 4, 1, "  1 | a: b\n    |    ^\n"),
        ("key:", 5, 1, "  1 | key:\n    |     ^\n"),
        ("key: v", 6, 99, "  1 | key: v\n    |      ^\n"),
    ])
    func `the caret stands under the place`(line: String, column: Int, length: Int, excerpt: String) {
        let text = line.hasSuffix("\r") ? line + "\n" : line
        let rendered = Diagnostic(.error, "m", at: place(text, 1, column, length)).rendered()
        #expect(rendered == "profiles/local.yaml:1:\(column): error: m\n" + excerpt)
    }

    @Test func `a long line is cut around the place`() {
        let line = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
        let rendered = Diagnostic(.error, "m", at: place(line, 1, 501)).rendered()
        let shown = "…" + String(repeating: "a", count: 60) + "X" + String(repeating: "b", count: 99) + "…"
        #expect(
            rendered == "profiles/local.yaml:1:501: error: m\n  1 | \(shown)\n    | "
                + String(repeating: " ", count: 61) + "^\n")
    }

    @Test func `control characters of a message are shown, never sent`() {
        let diagnostic = Diagnostic(
            .error, "engine says \u{1b}]0;x\u{7}",
            at: Diagnostics.SourceLocation(
                file: SourceFile(path: "a\u{1b}b", text: ""), line: 1, column: 1),
            notes: [.init("two\nlines\u{9b}")], hint: "\u{8}")
        #expect(
            diagnostic.rendered() == #"""
                a\x1bb:1:1: error: engine says \x1b]0;x\x07
                note: two\nlines\x9b
                hint: \x08

                """#)
    }

    @Test func `secrets are redacted and move no caret`() {
        let redactor = Redactor([Secret("hunter22")])
        let text = "p: hunter22 x\nq: y\n"
        let first = Diagnostic(.error, "no 'hunter22'", at: place(text, 1, 13), hint: "hunter22")
        #expect(
            first.rendered(redactor: redactor) == """
                profiles/local.yaml:1:13: error: no '[redacted]'
                  1 | p: [redacted] x
                hint: [redacted]

                """)
        let second = Diagnostic(.error, "m", at: place(text, 2, 4))
        #expect(
            second.rendered(redactor: redactor) == """
                profiles/local.yaml:2:4: error: m
                  2 | q: y
                    |    ^

                """)
    }
}
