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

    /// Each reader, by the command that prints what it read; `FILE` names the file.
    private static let readers = [
        "dash": "dash '\(Program.reader("dotenv.sh"))'", "bash": "bash '\(Program.reader("dotenv.sh"))'",
        "zsh": "zsh -f '\(Program.reader("dotenv.sh"))'",
        "python-dotenv": "PYTHONUTF8=1 \"$SFM_DEV_TEST_PYTHON\" '\(Program.reader("python-dotenv.py"))'",
        "docker compose": "\"$SFM_DEV_TEST_COMPOSE\" -f compose.yaml --env-file \"$FILE\" config --environment",
    ]

    @Test(
        .enabled(if: Program.hasPeers, "SFM_DEV_TEST_PYTHON and SFM_DEV_TEST_COMPOSE name no programs"),
        arguments: readers.keys.sorted(), RandomValues.seeds)
    func `what was written reads alike in`(reader: String, seed: UInt64) throws {
        let folder = try TemporaryFolder()
        let entries = RandomValues.entries(1000, seed: seed)
        try folder.write(EnvFileWriter.lines(entries), to: ".env")
        try folder.write("services: {}\n", to: "compose.yaml")
        let output = try Program.output(
            of: """
                cd '\(folder.path)' && exec env -i PATH="$PATH" HOME=/ LC_ALL=C.UTF-8 FILE=./.env \
                SFM_DEV_TEST_PYTHON="$SFM_DEV_TEST_PYTHON" SFM_DEV_TEST_COMPOSE="$SFM_DEV_TEST_COMPOSE" \
                sh -c '\(Self.readers[reader, default: ""].replacing("'", with: "'\\''"))'
                """)
        let values = reader == "docker compose" ? Program.lines(output) : Program.values(output)
        for entry in entries where !Program.isSame(values[entry.name], entry.value) {
            Issue.record("\(reader): \(entry.value.debugDescription) became \(values[entry.name].debugDescription)")
        }
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
