import Diagnostics
import Testing
import YAML

struct YAMLParserTests {
    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\u{FEFF}"])
    func `an empty file is nothing`(text: String) throws {
        #expect(try parseYAML(text, path: "p.yaml").isNull)
    }

    @Test func `a document becomes a tree`() throws {
        let root = try parseYAML(
            """
            a: text
            b: [1, "2", ~]
            c:
              d: |
                two
                lines
              'e f': ''
            """, path: "p.yaml")
        #expect(root.outline == #"{a: text, b: [1, "2", ~], c: {d: "two\nlines\n", "e f": ""}}"#)
    }

    @Test(arguments: [
        ("key: value", "1:6+5"), ("key: 'value' # c", "1:6+7"), ("key: two words  ", "1:6+9"), ("key:", "1:5+1"),
        ("key: |\n  text", "1:6+1"), ("key: [a, b]", "1:6+6"), ("key: {a: b}", "1:6+6"), ("key: [a,\n b]", "1:6+3"),
        ("key:\n  a: b", "2:3+1"), ("key:\n- a", "2:1+1"), ("key: \"a\n  b\"", "1:6+2"), ("key: &x value", "1:9+5"),
        ("key: !reset  &x [a]", "1:17+3"), ("key: !reset # c", "1:6+6"), ("größe: 1\nkey: wörter", "2:6+6"),
        ("a: \"\u{2028}\"\nkey: value", "2:6+5"), ("\u{FEFF}key: value", "1:6+5"), ("a: 1\r\nkey: value\r\n", "2:6+5"),
    ])
    func `a value knows its place and width`(text: String, place: String) throws {
        let location = try #require(parseYAML(text, path: "p.yaml")["key"]).location
        #expect("\(location.line):\(location.column)+\(location.length)" == place)
    }

    @Test func `a key knows its place and width`() throws {
        let location = try #require(parseYAML("a:\n  'b c': d\n", path: "p.yaml")["a"]?.entries?.first).key.location
        #expect("\(location) \(location.length)" == "p.yaml:2:3 5")
    }

    @Test(arguments: [
        ("!reset null", "!reset ~"), ("!override [a]", "!override [a]"), ("!reset {a: b}", "!reset {a: b}"),
        ("!!str 5", #""5""#), ("! 5", #""5""#), ("!!str", #""""#), (#"!!int "5""#, "5"), (#"!!null """#, "~"),
        ("!!seq [a]", "[a]"), ("!!map {a: b}", "{a: b}"), ("!<tag:yaml.org,2002:str> 5", #""5""#),
    ])
    func `tags are kept or honoured`(text: String, outline: String) throws {
        #expect(try parseYAML(text, path: "p.yaml").outline == outline)
    }

    @Test(arguments: [
        ("[&a x, *a]", "[x, x]"), ("[&a {b: c}, *a]", "[{b: c}, {b: c}]"), ("[&a 1, &a 2, *a]", "[1, 2, 2]"),
        ("{&k key: 1, other: *k }", "{key: 1, other: key}"), ("- &a 1\n- *a : 2", "[1, {1: 2}]"),
    ])
    func `aliases stand for their values`(text: String, outline: String) throws {
        #expect(try parseYAML(text, path: "p.yaml").outline == outline)
    }

    @Test func `an aliased value keeps the place where it is written`() throws {
        let root = try parseYAML("a: &x value\nb: *x\n", path: "p.yaml")
        #expect(root["b"]?.location.description == "p.yaml:1:7")
    }

    @Test(arguments: [
        ("{m: &m {a: 1, b: 2}, n: {<<: *m}}", "{a: 1, b: 2}"),
        ("{m: &m {a: 1, b: 2}, n: {b: 3, <<: *m, c: 4}}", "{b: 3, a: 1, c: 4}"),
        ("{m: &m {a: 1}, o: &o {a: 2, b: 3}, n: {<<: [*m, *o]}}", "{a: 1, b: 3}"),
        ("{m: &m {a: 1}, o: &o {<<: *m, b: 3}, n: {<<: *o}}", "{a: 1, b: 3}"),
        (#"{n: {"<<": 1}}"#, #"{"<<": 1}"#), ("{n: {<<: {a: 1}}}", "{a: 1}"), ("{n: {<<: []}}", "{}"),
    ])
    func `merge keys bring what the mapping has not`(text: String, outline: String) throws {
        #expect(try parseYAML(text, path: "p.yaml")["n"]?.outline == outline)
    }

    @Test func `a hundred levels are read`() throws {
        let text = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(throws: Never.self) { _ = try parseYAML(text, path: "p.yaml") }
    }
}
