import Diagnostics
import DotEnv
import TestSupport
import Testing

struct EnvFileWriterTests {
    @Test(arguments: [
        ("", "V=''\n"), ("plain", "V='plain'\n"), ("a b#c$D\"`\\n", "V='a b#c$D\"`\\n'\n"),
        ("two\nlines", "V='two\nlines'\n"),
        ("it's", "V=\"it's\"\n"), ("a\\\\b", "V=\"a\\\\\\\\b\"\n"),
        ("it's $5", "SFM_DEV_X_DOLLAR='$'\nV=\"it's ${SFM_DEV_X_DOLLAR}5\"\n"),
        ("${X}", "SFM_DEV_X_DOLLAR='$'\nV=\"${SFM_DEV_X_DOLLAR}{X}\"\n"),
        ("'`", "SFM_DEV_X_BACKTICK='`'\nV=\"'${SFM_DEV_X_BACKTICK}\"\n"),
        ("end\\", "SFM_DEV_X_EMPTY=''\nV=\"end\\\\${SFM_DEV_X_EMPTY}\"\n"),
        ("\n# <<< sfm-dev <<<", "SFM_DEV_X_HASH='#'\nV=\"\n${SFM_DEV_X_HASH} <<< sfm-dev <<<\"\n"),
    ])
    func `a value gets the plainest quotes that all readers understand`(value: String, line: String) {
        #expect(EnvFileWriter.lines([EnvEntry("V", value)]) == line)
    }

    @Test func `what was written reads alike here`() throws {
        let entries = RandomValues.entries(300, seed: 1)
        let text = EnvFileWriter.lines(entries)
        let block = ManagedBlock(profile: "p", hmac: "00", body: text)
        #expect(try ManagedFile.parse("A=1\n" + block.text + "B=2").block == block)
        #expect(try block.entries().map { EnvEntry($0.name, $0.value) } == entries)
    }

    @Test(arguments: ["dash", "bash", "python3", "docker"])
    func `what was written reads alike in`(program: String) throws {
        var command =
            switch program {
            case "python3": "python3 '\(Program.reader("python-dotenv.py"))'"
            case "docker":
                "docker compose -f \"$(dirname \"$FILE\")/compose.yaml\" --env-file \"$FILE\" config --environment"
            default: "\(program) '\(Program.reader("dotenv.sh"))'"
            }
        // Not everywhere installed; where it is, it must agree.
        guard Program.exists(program), program != "python3" || Program.exists("true && python3 -c 'import dotenv'"),
            program != "docker" || Program.exists("true && docker compose version")
        else { return }
        let folder = try TemporaryFolder()
        var entries = RandomValues.entries(200, seed: 2)
        // docker compose prints lines: a value of several is told by `V…=` that follows it.
        if program == "docker" { entries.removeAll { $0.value.contains("\n") } }
        try folder.write(EnvFileWriter.lines(entries), to: ".env")
        try folder.write("services: {}\n", to: "compose.yaml")
        command = "export PYTHONUTF8=1 FILE='\(folder.path)/.env'; \(command)"
        var output = try Program.output(of: command)
        if program == "docker" { output = output.map { $0 == UInt8(ascii: "\n") ? 0 : $0 } }
        let values = Program.values(output)
        for entry in entries { #expect(values[entry.name] == entry.value, "\(entry.name)") }
    }

    @Test(arguments: [
        ("a\0b", "the value of 'X' contains a NUL byte"), ("a\rb", "the value of 'X' contains a carriage return"),
    ])
    func `a value that no reader carries is refused by name`(value: String, message: String) {
        #expect(throws: Failure(.badInput, message)) { try EnvValue.check("X", value) }
    }

    @Test func `bytes that are no text are refused`() {
        #expect(EnvValue.problem(bytes: [0x61, 0xFF]) == "is not valid UTF-8")
        #expect(EnvValue.problem(bytes: [0x61]) == nil)
    }
}
