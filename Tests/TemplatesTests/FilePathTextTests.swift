import Templates
import Testing

struct FilePathTextTests {
    @Test(arguments: [
        ("/a/./b//c/../d", "/a/b/d"), ("a/..", "."), ("../a/../..", "../.."), ("/", "/"), ("", "."), ("./x/", "x"),
        // A mark that joins the slash before it is a name all the same.
        ("/\u{301}x/y", "/\u{301}x/y"), ("a/\u{301}/..", "a"),
    ])
    func `a path is told by its bytes`(path: String, clean: String) {
        #expect(Array(FilePathText.clean(path).utf8) == Array(clean.utf8))
    }
}
