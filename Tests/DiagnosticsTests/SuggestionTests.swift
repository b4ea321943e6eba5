import Diagnostics
import Testing

struct SuggestionTests {
    @Test(arguments: [
        ("postgress", "postgres"), ("potsgres", "postgres"), ("redi", "redis"), ("kafak", "kafka"), ("zebra", nil),
        ("", nil),
    ])
    func `the nearest name is found`(word: String, near: String?) {
        #expect(nearestName(to: word, among: ["kafka", "postgres", "redis"]) == near)
    }

    @Test func `without a near name the list helps`() {
        #expect(suggestion(for: "zebra", among: ["b", "a"], called: "services") == "known services: a, b")
        #expect(suggestion(for: "zebra", among: [], called: "services") == "known services: none")
    }
}
