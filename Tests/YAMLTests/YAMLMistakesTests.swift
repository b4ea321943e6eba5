import Diagnostics
import TestSupport
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

    @Test(arguments: [
        "key: *hunter22", "key: hunter22\n  hunter22: x", "key: a: hunter22", "key: @hunter22", "key: !hunter22! x",
        "key: \"hunter22", "key: [hunter22", "key: hunter22\nhunter22", "key: 'x' hunter22", "key: hunter22\u{1}",
        "key: &hunter22 x\nb: *other", "%hunter22",
    ])
    func `a file with secrets is never quoted`(text: String) {
        for bytes in [Array(text.utf8), Array(text.utf8) + [0xFF]] {
            let failure = #expect(throws: Failure.self) { try parseYAML(bytes, path: "p.yaml", isQuotable: false) }
            let shown = DiagnosticPrinter.text(failure?.diagnostics ?? [])
            #expect(shown.hasPrefix("p.yaml:"))
            #expect(!shown.contains("hunter"))
        }
    }

    @Test(arguments: 0..<20)
    func `a damaged file is read or refused with its place`(seed: UInt64) {
        var random = SplitMix(state: seed)
        let whole = Array(
            "a: &x {b: [1, 'zwei', \"drei\\n\"], <<: {c: !reset d}}\ne:\n  - |\n    text\n  - *x\n# ende\n\"f\": >-\n  g\n"
                .utf8)
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes.remove(at: index)
                case 1: bytes[index] = UInt8.random(in: .min ... .max, using: &random)
                case 2:
                    bytes.insert(Array("\t\n\r :-[]{}&*!|>'\"%?,#".utf8).randomElement(using: &random) ?? 0, at: index)
                default: bytes.removeSubrange(index...)
                }
                if bytes.isEmpty { break }
            }
            do {
                _ = try parseYAML(bytes, path: "p.yaml")
            } catch {
                #expect(error.exitCode == .badInput)
                #expect(error.diagnostics.allSatisfy { $0.rendered().hasPrefix("p.yaml:") })
            }
        }
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
