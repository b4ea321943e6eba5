import Diagnostics
import Testing
import YAML

/// The whole text that a user sees for each mistake.
struct YAMLMistakesTests {
    @Test(arguments: Mistake.encoding + Mistake.syntax + Mistake.meaning)
    func `a mistake is shown whole`(mistake: Mistake) {
        let failure = #expect(throws: Failure.self) { try parseYAML(mistake.bytes, path: "p.yaml") }
        #expect(failure?.exitCode == .badInput)
        #expect(failure?.diagnostics.map { $0.rendered() }.joined() == mistake.shown)
    }

    @Test func `deeper than a hundred levels is refused`() {
        let deep = String(repeating: "[", count: 5000)
        #expect(
            messages(deep) == ["p.yaml:1:101: lists and mappings stand in each other more than 100 levels deep"])
        let chain = (1...150).map { "- &a\($0) [*a\($0 - 1)]\n" }.joined().replacing("*a0", with: "x")
        #expect(
            messages(chain) == ["p.yaml:100:10: lists and mappings stand in each other more than 100 levels deep"])
    }

    @Test func `an alias bomb is refused`() {
        let layers = (1...9).map { layer in
            "a\(layer): &a\(layer) [" + Array(repeating: "*a\(layer - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        #expect(
            messages("a0: &a0 [lol]\n" + layers.joined()) == [
                "p.yaml:6:40: the aliases stand for more than 100000 values"
            ])
    }

    private func messages(_ text: String) -> [String] {
        let failure = #expect(throws: Failure.self) { try parseYAML(text, path: "p.yaml") }
        return failure?.diagnostics.map { "\($0.location?.description ?? ""): \($0.message)" } ?? []
    }
}
