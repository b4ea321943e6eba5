import Diagnostics
import Testing

@testable import Project

@Suite struct SwitchJournalTests {
    @Test func `a journal comes back byte for byte, and is gone once settled`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let journal = SwitchJournal(
            state: Array(#"{"version": 1, "activeProfile": "local", "left": {"a": ["x"]}}"#.utf8),
            composeFile: [0, 255, 10],
            environmentFile: "A=1\n", certificates: ["ca.pem": [0, 255]], touched: ["a": ["y"], "b": ["z"]])
        #expect(try SwitchJournal.read(scratch.folder) == nil)
        try journal.begin(scratch.folder)
        #expect(try SwitchJournal.read(scratch.folder) == journal)
        #expect(try scratch.mode(".sfm-dev/journal.json") == 0o600)
        #expect(
            told { try journal.begin(scratch.folder) }
                == "77\nsfm-dev: error: an earlier switch is not settled: '.sfm-dev/journal.json' is open\n"
                + "hint: sfm-dev up\n")
        let before = try journal.stateBefore(scratch.folder)
        #expect(before.activeProfile == "local")
        #expect(before.left == ["a": ["x", "y"], "b": ["z"]])
        try SwitchJournal.commit(scratch.folder)
        try SwitchJournal.commit(scratch.folder)
        #expect(try SwitchJournal.read(scratch.folder) == nil)
    }

    @Test func `bytes that are no base64 are named and not quoted`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.put(
            ".sfm-dev/journal.json", "{\"version\": 1, \"certificates\": {}, \"touched\": {},\n\"state\": \"hunter2!\"}"
        )
        #expect(
            told { _ = try SwitchJournal.read(scratch.folder) }
                == "65\n.sfm-dev/journal.json:2:1: error: 'state' has no value of its kind\n"
                + "  2 | [redacted]\n    | ^\nhint: rm .sfm-dev/journal.json\n")
    }

    @Test func `a broken journal is not quoted`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.put(".sfm-dev/journal.json", "hunter2")
        #expect(
            told { _ = try SwitchJournal.read(scratch.folder) }
                == "65\n.sfm-dev/journal.json:1:1: error: this is not JSON\n  1 | [redacted]\n    | ^\nhint: rm .sfm-dev/journal.json\n"
        )
    }
}
