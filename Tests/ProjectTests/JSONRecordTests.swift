import Testing

@testable import Project

/// A file of `.sfm-dev/` that something else has written over.
@Suite struct JSONRecordTests {
    @Test(arguments: ["state.json", "journal.json", "journal-rotation.json", "servers.json"])
    func `bytes that are no text are told without any of them, and with what removes them`(file: String) throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.sh("printf '{\\n \\377\\200 hidden' > .sfm-dev/\(file) && chmod 600 .sfm-dev/\(file)")
        let said = told {
            switch file {
            case "state.json": _ = try ProjectState.load(scratch.folder)
            case "journal.json": _ = try SwitchJournal.read(scratch.folder)
            case "journal-rotation.json": _ = try RotationJournal.read(scratch.folder)
            default: _ = try ServerRecords.load(scratch.folder)
            }
        }
        let note =
            file == "state.json"
            ? "note: without it the profile is 'local' again; of another: sfm-dev switch NAME\n" : ""
        #expect(
            said == """
                65
                .sfm-dev/\(file):2:2: error: this byte is not UTF-8
                  2 | [redacted]
                    |  ^
                \(note)hint: rm .sfm-dev/\(file)

                """)
    }
}
