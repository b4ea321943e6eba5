import Testing
import YAML

@testable import Compose
@testable import Profiles

struct ComposeTextTests {
    private let text = ComposeText(
        model: ComposeModel(
            plan: ResolvedPlan(profile: "local", description: "", project: "sfm"), directory: "/p", planKey: [1]))

    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("$", "$$"), ("a$b$", "a$$b$$"), ("$$x", "$$$$x"),
        // docker compose reads bytes: an accent on the sign leaves it one.
        ("$\u{301}{HOME}", "$$\u{301}{HOME}"),
    ])
    func `a dollar sign stands twice, so that docker compose puts nothing in its place`(value: String, written: String)
    {
        guard case .string(let found) = text.text(value) else {
            Issue.record("no text")
            return
        }
        #expect(Array(found.utf8) == Array(written.utf8))
    }
}
