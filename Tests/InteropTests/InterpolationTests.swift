import Diagnostics
import Templates
import TestSupport
import Testing

/// Texts of a compose file with the values `A=1`, `EMPTY=` and nothing else.
@Suite(.enabled(if: Comparison.isPossible, "SFM_DEV_TEST_ENGINE and SFM_DEV_TEST_COMPOSE name no peer"))
struct InterpolationTests {
    private static let texts = [
        "$A", "${A}", "a${A}b$A-c", "$$A", "$${A}", "$$$A", "a$$b", "${A:-x}", "${A-x}", "${EMPTY:-x}", "${EMPTY-x}",
        "${U:-x}", "${U-x}", "${A:+y}", "${A+y}", "${EMPTY:+y}", "${EMPTY+y}", "${U:+y}", "${U+y}", "${A:?no}",
        "${A?no}",
        "${EMPTY?no}", "${U:-}", "${U-}", "${U:-a:b}", "${U:-a-b}", "${U:-a b}", "${U:-/a?b=c}", "${U:-${A}}",
        "${U:-${V:-deep}}", "${U:-${V:-${A:+deeper}}}", "${U:-x${A}y$A}", "${A:+${A}${A}}", "${U:-$A$A}", "${U:-$$}",
        "${U:-a}b}", "${U:-{}}",
    ]

    private static let theirs = Result { () throws -> [String] in
        let temporary = try TemporaryFolder()
        let folder = temporary.path
        let lines = texts.enumerated().map { "      V\($0 + 100): '\($1)'\n" }
        try temporary.write(
            "services:\n  s:\n    image: i\n    environment:\n" + lines.joined(), to: "compose.yaml")
        try temporary.write("A=1\nEMPTY=\n", to: ".env")
        // What it prints is a compose file again: its dollars are doubled.
        return try Program.run(
            """
            env -u A -u EMPTY -u U -u V $SFM_DEV_TEST_COMPOSE -p x config --format json |
            jq -r '.services.s.environment | to_entries[] | .value | gsub("[$][$]"; "$")'
            """, in: folder
        ).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test(arguments: texts.indices)
    func `a text becomes what docker compose makes of it`(index: Int) throws {
        let theirs = try Self.theirs.get()
        try #require(theirs.count == Self.texts.count)
        let findings = Findings()
        let interpolation = Interpolation(findings: findings) { ["A": "1", "EMPTY": ""][$0] }
        let place = SourceLocation(file: SourceFile(path: "x", text: ""), line: 1, column: 1)
        let ours = interpolation.resolve(Self.texts[index], at: place) { _ in }
        #expect(findings.diagnostics.map(\.message) == [])
        #expect(ours == theirs[index], "\(Self.texts[index])")
    }
}
