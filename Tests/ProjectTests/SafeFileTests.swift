import Diagnostics
import Testing

@testable import Project

@Suite struct SafeFileTests {
    @Test func `an absent file is nil`() throws {
        let scratch = try Scratch()
        #expect(try SafeFile.read(scratch.file("f"), limit: 10) == nil)
    }

    @Test func `a link, a folder and a pipe are refused without waiting`() throws {
        let scratch = try Scratch()
        try scratch.sh("echo kept > target; ln -s target link; mkdir folder; mkfifo pipe")
        let read = { (name: String) in told { _ = try SafeFile.read(scratch.file(name), limit: 10, named: name) } }
        #expect(
            read("link") == "77\nsfm-dev: error: 'link' is a link; "
                + "sfm-dev reads and writes only files that stand there themselves\nhint: rm link\n")
        #expect(
            read("folder")
                == "77\nsfm-dev: error: 'folder' is a folder; a file belongs there\nhint: mv folder folder.old\n")
        #expect(read("pipe") == "77\nsfm-dev: error: 'pipe' is not a regular file\nhint: rm pipe\n")
    }

    @Test func `the limit is the last size that is taken`() throws {
        let scratch = try Scratch()
        try scratch.put("f", "12345")
        #expect(try SafeFile.read(scratch.file("f"), limit: 5)?.count == 5)
        let said = told { _ = try SafeFile.read(scratch.file("f"), limit: 4, named: "f") }
        #expect(said == "65\nsfm-dev: error: 'f' is larger than 4 bytes\nhint: ls -l f\n")
    }

    @Test func `the first byte that is not UTF-8 has its place`() throws {
        let scratch = try Scratch()
        try scratch.sh("printf 'eins\\nzw\\303\\266lf \\377 x\\n' > f")
        let open = told { _ = try SafeFile.readText(scratch.file("f"), limit: 100, named: "f") }
        #expect(
            open == "65\nf:2:7: error: this byte is not UTF-8\n  2 | zwölf \u{FFFD} x\n    |       ^\n"
                + "hint: save the file as UTF-8\n")
        let closed = told { _ = try SafeFile.readText(scratch.file("f"), limit: 100, named: "f", secret: true) }
        #expect(!closed.contains("zw"))
    }
}
