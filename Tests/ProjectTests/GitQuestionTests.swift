import Diagnostics
import Testing

@testable import Project

struct GitQuestionTests {
    @Test func `the answer comes back as often as it is asked for`() {
        let yes = GitQuestion { () throws(Failure) in }
        let no = GitQuestion { () throws(Failure) in throw Failure(.refused, "tracked") }
        for _ in 0..<2 {
            #expect(told { try yes.check() } == "nothing")
            #expect(told { try no.check() } == "77\nsfm-dev: error: tracked\n")
        }
    }
}
