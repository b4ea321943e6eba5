import Diagnostics
import Testing
import YAML

struct NodeReaderTests {
    private let findings = Findings()
    private var reader: NodeReader { NodeReader(findings) }
    private var shown: String { findings.sorted.map { $0.rendered() }.joined() }

    private func node(_ value: String) throws -> YAMLNode {
        try #require(parseYAML("key: \(value)", path: "p.yaml")["key"])
    }

    @Test(arguments: [("8080", 8080), ("0", 0), ("\"80\"", 80)])
    func `a number is read`(text: String, number: Int) throws {
        #expect(try reader.integer(node(text), in: 0...65535) == number)
        #expect(shown.isEmpty)
    }

    @Test(arguments: [
        ("65536", "'65536'"), ("-1", "'-1'"), ("0400", "'0400'"), ("1_0", "'1_0'"), ("x", "'x'"), ("~", "nothing"),
        ("", "nothing"),
        ("[1]", "a list"), ("1.0", "'1.0'"),
    ])
    func `what is no number in the range is refused`(text: String, found: String) throws {
        #expect(try reader.integer(node(text), in: 0...65535) == nil)
        #expect(findings.diagnostics.map(\.message) == ["expected a number from 0 to 65535, found \(found)"])
    }

    @Test(arguments: ["yes", "on", "True", "1", ""])
    func `only true and false are booleans`(text: String) throws {
        #expect(try reader.boolean(node(text)) == nil)
        #expect(
            findings.diagnostics.map(\.message) == [
                "expected true or false, found \(text.isEmpty ? "nothing" : "'\(text)'")"
            ])
    }

    @Test(arguments: [("1.5", 1.5), ("2", 2.0), ("-1", nil), ("nan", nil), ("inf", nil), ("x", nil)])
    func `a fraction is read`(text: String, number: Double?) throws {
        #expect(try reader.number(node(text)) == number)
        #expect(findings.hasErrors == (number == nil))
    }

    @Test func `a wrong kind is shown whole`() throws {
        #expect(try reader.list(node("redis"), "a list of services", hint: "write 'services: [redis]'").isEmpty)
        #expect(
            shown == """
                p.yaml:1:6: error: expected a list of services, found text
                  1 | key: redis
                    |      ^~~~~
                hint: write 'services: [redis]'

                """)
    }

    @Test func `an unknown word names the known ones`() throws {
        #expect(try reader.word(node("sometimes"), among: ["always", "never"]) == nil)
        #expect(
            shown == """
                p.yaml:1:6: error: expected one of always, never, found 'sometimes'
                  1 | key: sometimes
                    |      ^~~~~~~~~

                """)
    }

    @Test func `unknown and unsupported keys are told, the user's own are let be`() throws {
        let entries = try reader.entries(
            node("{image: a, prots: b, x-own: c, build: d}"), "a service", keys: ["image", "ports"],
            unsupported: ["build": "build the image first and name it"])
        #expect(entries.map(\.name) == ["image"])
        #expect(
            shown == """
                p.yaml:1:17: error: unknown key 'prots'
                  1 | key: {image: a, prots: b, x-own: c, build: d}
                    |                 ^~~~~
                hint: did you mean 'ports'? known keys: image, ports
                p.yaml:1:37: error: 'build' is not supported: build the image first and name it
                  1 | key: {image: a, prots: b, x-own: c, build: d}
                    |                                     ^~~~~

                """)
    }

    @Test(arguments: ["{A: 1, B: '', C: }", "[A=1, 'B=', C]"])
    func `pairs are read from both forms`(text: String) throws {
        let pairs = try reader.pairs(node(text), "variables")
        #expect(pairs.map(\.name) == ["A", "B", "C"])
        #expect(pairs.map(\.value) == ["1", "", nil])
        #expect(shown.isEmpty)
    }

    @Test func `nothing is an empty list or mapping`() throws {
        #expect(try reader.texts(node("~"), "names").isEmpty)
        #expect(try reader.named(node(""), "names").isEmpty)
        #expect(shown.isEmpty)
    }

    @Test func `nothing is no text`() throws {
        #expect(try reader.text(node("~"), "an image") == nil)
        #expect(try reader.text(node("''"), "an image") == "")
        #expect(findings.diagnostics.map(\.message) == ["expected an image, found nothing"])
    }
}
