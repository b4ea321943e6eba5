import Testing

@testable import Project

@Suite struct FileFactsTests {
    @Test func `a folder is gone where nothing or something else is`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.put("file", "")
        let project = scratch.folder.project
        #expect(!FileFacts.isGone(folder: project))
        for path in ["file", "file/below", "none"] { #expect(FileFacts.isGone(folder: "\(project)/\(path)")) }
        // Too long a name is no proof that nothing has it.
        #expect(!FileFacts.isGone(folder: "\(project)/\(String(repeating: "a", count: 300))"))
    }
}
