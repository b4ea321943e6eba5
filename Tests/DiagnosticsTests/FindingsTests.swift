import Diagnostics
import Testing

struct FindingsTests {
    private func place(_ path: String, _ line: Int, _ column: Int) -> Diagnostics.SourceLocation {
        Diagnostics.SourceLocation(file: SourceFile(path: path, text: ""), line: line, column: column)
    }

    @Test func `mistakes are sorted by place and those without one come last`() {
        let findings = Findings()
        findings.error("no place")
        findings.error("b2", at: place("b", 2, 1))
        findings.warning("b1", at: place("b", 1, 9))
        findings.error("a10", at: place("a", 10, 1))
        findings.error("a9", at: place("a", 9, 1))
        #expect(findings.sorted.map(\.message) == ["a9", "a10", "b1", "b2", "no place"])
    }

    @Test func `the same mistake is told once`() {
        let findings = Findings()
        findings.error("x", at: place("a", 1, 1))
        findings.error("x", at: place("a", 1, 1))
        findings.error("x", at: place("a", 1, 2))
        #expect(findings.diagnostics.count == 2)
    }

    @Test func `warnings end nothing`() throws {
        let findings = Findings()
        findings.warning("x")
        try findings.check()
        findings.error("y")
        #expect(throws: Failure(.badInput, findings.sorted)) { try findings.check() }
    }
}
