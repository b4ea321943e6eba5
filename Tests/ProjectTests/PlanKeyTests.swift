import Diagnostics
import Testing

@testable import Project

@Suite struct PlanKeyTests {
    @Test func `RFC 4231's second test case holds`() {
        let key = PlanKey(Array("Jefe".utf8))
        #expect(
            key.hmacHex(Array("what do ya want for nothing?".utf8))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func `a key is made once`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        let none = try PlanKey.load(scratch.folder)
        #expect(none == nil)
        let first = try PlanKey.loadOrCreate(scratch.folder).hmacHex([1])
        #expect(try PlanKey.loadOrCreate(scratch.folder).hmacHex([1]) == first)
        #expect(try scratch.mode(".sfm-dev/key") == 0o600)
    }

    @Test func `a key of another size is refused`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.put(".sfm-dev/key", "short")
        #expect(
            told { _ = try PlanKey.loadOrCreate(scratch.folder) }
                == "65\nsfm-dev: error: '.sfm-dev/key' has 5 bytes, not 32\n"
                + "note: with a new key the next 'sfm-dev up' recreates the containers; data is kept\n"
                + "hint: rm .sfm-dev/key\n")
    }
}
