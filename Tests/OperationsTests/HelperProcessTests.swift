import Testing

@testable import Operations

struct HelperProcessTests {
    private static func sh(_ script: String) -> HelperProcess {
        HelperProcess(words: ["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"])
    }

    private static let large = String(repeating: "line of input\n", count: 50_000)

    @Test func `what a pipe cannot hold at once arrives whole`() async {
        let outcome = await Self.sh("cat").run(input: Self.large, limit: .seconds(60))
        #expect(outcome == .ended(exitCode: 0, output: Array(Self.large.utf8), errors: []))
    }

    @Test func `a program that reads nothing ends as it ends`() async {
        // More than once: the writer must be at work when the reader goes.
        for _ in 0..<20 {
            let outcome = await Self.sh("exit 3").run(input: Self.large, limit: .seconds(60))
            #expect(outcome == .ended(exitCode: 3, output: [], errors: []))
        }
    }

    @Test func `a program is ended when it has said enough`() async {
        let outcome = await Self.sh("echo one; echo two; exec tail -f /dev/null").run(input: "", limit: .seconds(60)) {
            String(decoding: $0, as: UTF8.self).contains("two\n")
        }
        #expect(outcome == .ended(exitCode: 0, output: Array("one\ntwo\n".utf8), errors: []))
    }

    @Test func `of too much the end is kept`() async throws {
        let script = "head -c 20000000 /dev/zero | tr '\\0' a; echo the end"
        let outcome = await Self.sh(script).run(input: "", limit: .seconds(60))
        guard case .ended(0, let output, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(output.count == 4 << 20)
        #expect(output.suffix(8).elementsEqual("the end\n".utf8))
    }
}
