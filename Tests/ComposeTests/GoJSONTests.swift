import Testing

@testable import Compose

/// What Go's `encoding/json` prints for the same values.
struct GoJSONTests {
    @Test(arguments: [
        (GoJSON.null, "null"), (.bool(true), "true"), (.integer(-7), "-7"),
        (.number(2), "2"), (.number(1.5), "1.5"), (.number(0.1), "0.1"),
        (.string("a/b"), #""a/b""#), (.string(#"say "hi" \ "#), #""say \"hi\" \\ ""#),
        (.string("\u{8}\u{c}\n\r\t\u{1}\u{1f}"), #""\b\f\n\r\t\u0001\u001f""#),
        (.string("<a>&b"), #""\u003ca\u003e\u0026b""#), (.string("\u{2028}\u{2029}"), #""\u2028\u2029""#),
        (.string("é€🙂\u{7f}"), "\"é€🙂\u{7f}\""),
        (.array([]), "[]"), (.strings(["b", "a"]), #"["b","a"]"#),
        (.object([("b", .null), ("a", .bool(false))]), #"{"b":null,"a":false}"#),
        (.map(["b": .null, "B": .null, "é": .null, "a_": .null]), #"{"B":null,"a_":null,"b":null,"é":null}"#),
    ])
    func `a value is printed as Go prints it`(value: GoJSON, text: String) {
        #expect(value.text == text)
    }
}
