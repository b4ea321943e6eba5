import Diagnostics
import DotEnv
import Testing

struct ManagedFileTests {
    private let block = ManagedBlock(profile: "local", hmac: "ab12", body: "A='1'\n")
    private let text = "# >>> sfm-dev profile=local hmac=ab12 >>>\nA='1'\n# <<< sfm-dev <<<\n"

    @Test(arguments: [("", ""), ("X=1\n\n# mine\n", "Y='\r\n'"), ("\u{FEFF}X=1\r\n", "\r\n")])
    func `foreign lines survive byte for byte`(before: String, after: String) throws {
        let file = try ManagedFile.parse(before + text + after)
        #expect(file == ManagedFile(before: before, block: block, after: after))
        let other = ManagedBlock(profile: "tls", hmac: "00", body: "")
        #expect(Array(file.splicing(other).utf8) == Array((before + other.text + after).utf8))
    }

    @Test(arguments: [("", ""), ("X=1\n", "X=1\n"), ("X=1", "X=1\n")])
    func `a file without a block gets it at the end`(present: String, kept: String) throws {
        #expect(try ManagedFile.parse(present).splicing(block) == kept + text)
    }

    @Test(arguments: [
        (
            "# <<< sfm-dev <<<\n",
            ".env:1:1: error: the block of sfm-dev ends here but begins nowhere\n"
                + "hint: remove this line and the block's lines above it, then: sfm-dev generate\n"
        ),
        (
            "\n# >>> sfm-dev profile=p hmac=1 >>>\nA=1\n",
            """
            .env:2:1: error: the block of sfm-dev begins here and does not end
            hint: put the line '# <<< sfm-dev <<<' behind its last line

            """
        ),
        (
            "# >>> sfm-dev profile=p >>>\n# <<< sfm-dev <<<\n",
            """
            .env:1:1: error: the first line of sfm-dev's block was changed
            hint: remove the block, from here to '# <<< sfm-dev <<<', then: sfm-dev generate

            """
        ),
        (
            "# >>> sfm-dev profile=p hmac=1 >>>\n# <<< sfm-dev <<<\n# >>> sfm-dev profile=p hmac=1 >>>\n# <<< sfm-dev <<<\n",
            """
            .env:3:1: error: a second block of sfm-dev begins here
            hint: remove one of the two blocks, then: sfm-dev generate

            """
        ),
    ])
    func `a damaged block is located`(text: String, message: String) {
        let failure = #expect(throws: Failure.self) { try ManagedFile.parse(text) }
        #expect(failure?.exitCode == .badInput)
        #expect(DiagnosticPrinter.text(failure?.diagnostics ?? []) == message)
    }

    @Test func `a foreign line that sets a managed name is an error at its line`() throws {
        let found = try ManagedFile.parse("X=1\n" + text + "\nexport A=2\n").redefinitions(of: ["A"])
        #expect(
            DiagnosticPrinter.text(found) == """
                .env:6:1: error: 'A' is set here and by sfm-dev's block
                hint: remove this line; to change the value, set it under 'variables:' in config.yaml

                """)
    }

    @Test func `a block that lost its marks is told once`() throws {
        let file = try ManagedFile.parse("# mine\nA=1\nexport B=2\n")
        #expect(
            DiagnosticPrinter.text(try file.redefinitions(of: ["A", "B"])) == """
                .env:2:1: error: the lines of sfm-dev's block begin here, without the marks around them
                hint: remove them, to the value of 'B', then: sfm-dev generate

                """)
        #expect(try file.redefinitions(of: ["A", "B", "C"]).count == 2)
    }
}
