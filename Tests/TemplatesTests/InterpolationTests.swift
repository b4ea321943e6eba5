import Diagnostics
import Templates
import Testing

struct InterpolationTests {
    /// SET has a value, EMPTY an empty one, everything else none.
    private static let settings = ["SET": "value", "EMPTY": "", "other": "x"]

    private struct Outcome {
        var text: String
        var references: [String]
        var messages: String
    }

    private func resolve(_ text: String) -> Outcome {
        let findings = Findings()
        let place = Diagnostics.SourceLocation(file: SourceFile(path: "t.yaml", text: text + "\n"), line: 1, column: 1)
        var references: [String] = []
        let result = Interpolation(findings: findings) { Self.settings[$0] }.resolve(text, at: place) {
            references.append("\($0.name)=\($0.value)\($0.isDefault ? " by default" : "")")
        }
        return Outcome(
            text: result, references: references, messages: findings.diagnostics.map { $0.rendered() }.joined())
    }

    // compose-spec, "Interpolation"
    @Test(
        arguments: [
            ("", ""), ("plain", "plain"), ("$SET", "value"), ("${SET}", "value"), ("a${SET}b", "avalueb"),
            ("$SET/$other", "value/x"), ("$$SET", "$SET"), ("$$$SET", "$value"), ("$${SET}", "${SET}"),
            ("${EMPTY}", ""), ("}{", "}{"),
            ("${SET:-d}", "value"), ("${EMPTY:-d}", "d"), ("${NONE:-d}", "d"), ("${NONE:-}", ""),
            ("${SET-d}", "value"), ("${EMPTY-d}", ""), ("${NONE-d}", "d"),
            ("${SET:?m}", "value"), ("${SET?m}", "value"), ("${EMPTY?m}", ""),
            ("${SET:+t}", "t"), ("${EMPTY:+t}", ""), ("${NONE:+t}", ""),
            ("${SET+t}", "t"), ("${EMPTY+t}", "t"), ("${NONE+t}", ""),
            ("${NONE:-${SET}}", "value"), ("${NONE:-a${NONE:-b${NONE:-c}}}d", "abcd"), ("${NONE:-$$}", "$"),
            ("${NONE:-größe}", "größe"), ("$SETé", "valueé"), ("$$\u{301}$SET", "$\u{301}value"),
            ("${SET}\r\n", "value\r\n"),
            ("${NONE:-http://h:1/?a=b}", "http://h:1/?a=b"), ("${NONE:-a:-b}", "a:-b"), ("größe $SET", "größe value"),
        ])
    func `each operator does what compose-spec says`(text: String, expected: String) {
        let outcome = resolve(text)
        #expect(outcome.text == expected)
        #expect(outcome.messages.isEmpty)
    }

    @Test(
        arguments: [
            "${SET:-${NONE}}", "${SET-${NONE:?never}}", "${NONE:+$NONE}", "${NONE+${NONE}}", "${SET:?${NONE}}",
            "${SET:-${NONE:-${NONE}}}",
        ])
    func `what is not taken may be missing`(text: String) {
        #expect(resolve(text).messages.isEmpty)
    }

    @Test(
        arguments: [
            ("${SET:-d}", ["SET=value"]), ("${NONE:-d}", ["NONE=d by default"]),
            ("${EMPTY:-d}", ["EMPTY=d by default"]),
            ("${SET:-${other}}", ["SET=value"]), ("${NONE:-$other}", ["other=x", "NONE=x by default"]),
            ("${NONE:+$SET}", []), ("$$SET", []), ("${SET:?m}", ["SET=value"]),
        ] as [(String, [String])])
    func `what was asked for is told`(text: String, references: [String]) {
        #expect(resolve(text).references == references)
    }

    @Test(
        arguments: [
            (
                "$NONE", "'NONE' has no value and no default",
                "write ${NONE:-default}, or set it in config.yaml under 'sfm-dev: {settings: {NONE: …}}'"
            ),
            (
                "${NONE}", "'NONE' has no value and no default",
                "write ${NONE:-default}, or set it in config.yaml under 'sfm-dev: {settings: {NONE: …}}'"
            ),
            (
                "${NONE:?say which}", "'NONE' has no value: say which",
                "set it in config.yaml under 'sfm-dev: {settings: {NONE: …}}'"
            ),
            (
                "${EMPTY:?}", "'EMPTY' has no value: it is required",
                "set it in config.yaml under 'sfm-dev: {settings: {EMPTY: …}}'"
            ),
            (
                "${NONE?for $SET}", "'NONE' has no value: for value",
                "set it in config.yaml under 'sfm-dev: {settings: {NONE: …}}'"
            ),
            ("cost: 5$", "'$' is followed by no name", "write '$$' for a dollar sign"),
            ("$1", "'$' is followed by no name", "write '$$' for a dollar sign"),
            ("${}", "'${' is followed by no name", "write '$$' for a dollar sign"),
            ("${1}", "'${' is followed by no name", "write '$$' for a dollar sign"),
            ("${SET", "'${SET' is not closed", "add '}' after the name"),
            ("${SET:", "'${SET' is not closed", "add '}' after the name"),
            ("${SET:-x", "'${' is not closed", "write '$$' for a dollar sign"),
            ("${SET/a/b}", "'/' is no operator of '${SET}'", "use ${SET:-default}, ${SET:?message} or ${SET:+text}"),
            ("$é", "'$' is followed by no name", "write '$$' for a dollar sign"),
            ("${SETé}", "'é' is no operator of '${SET}'", "use ${SET:-default}, ${SET:?message} or ${SET:+text}"),
            ("${SET:é}", "'é' is no operator of '${SET}'", "use ${SET:-default}, ${SET:?message} or ${SET:+text}"),
            ("${SET:}", "'}' is no operator of '${SET}'", "use ${SET:-default}, ${SET:?message} or ${SET:+text}"),
        ])
    func `a mistake is named with what to write`(text: String, message: String, hint: String) {
        let outcome = resolve(text)
        #expect(outcome.text.isEmpty)
        #expect(
            outcome.messages == """
                t.yaml:1:1: error: \(message)
                  1 | \(text)
                    | ^
                hint: \(hint)

                """)
    }
}
