import Testing

@testable import Project

@Suite struct JSONFaultTests {
    @Test(
        arguments: [
            ("", 1, 1), ("{", 1, 2), ("{\"a\": tru}", 1, 7), ("[1,\n 2,]", 2, 4), ("{\"a\" 1}", 1, 6),
            ("\"a\nb\"", 1, 3),
            ("{} x", 1, 4), ("[\"a\\\"]", 1, 7), ("é x", 1, 1), ("[-1.5e3, null, {\"é\": []}, x]", 1, 27),
            ("\"\\", 1, 3),
        ])
    func `the first fault has its place`(text: String, line: Int, column: Int) {
        #expect(JSONFault.place(in: text).map { [$0.line, $0.column] } == [line, column])
    }

    @Test(arguments: ["{}", " [1, -2.5e+3, \"\\\"\", true, false, null, {\"a\": []}] \n"])
    func `what is JSON has none`(text: String) {
        #expect(JSONFault.place(in: text) == nil)
    }

    @Test func `a deep text ends the search and not the process`() {
        let text = String(repeating: "[", count: 1_000_000)
        #expect(JSONFault.place(in: text)?.column == 101)
    }
}
