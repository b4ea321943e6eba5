import Testing
import YAML

struct YAMLWriterTests {
    @Test func `a whole document`() {
        let value: YAMLValue = [
            "name": "sfm",
            "services": [
                "postgres": [
                    "image": "postgres:15-alpine",
                    "command": ["postgres", "-c", "ssl=on"],
                    "healthcheck": ["test": .strings(["CMD-SHELL", "pg_isready -U postgres"], flow: true)],
                    "ports": [["target": 5432, "published": "5433", "host_ip": "127.0.0.1"]],
                    "read_only": true,
                    "labels": [:],
                    "environment": ["EMPTY": "", "NOTHING": .null, "LIST": .list([])],
                ]
            ],
            "nested": [["a", "b"], ["c"]],
            "script": "#!/bin/sh\nset -e\n\n  exec \"$@\"\n",
        ]
        #expect(
            yamlText(value, header: ["generated from profiles/local.yaml;", "", "edits are lost"]) == #"""
                # generated from profiles/local.yaml;
                #
                # edits are lost
                name: sfm
                services:
                  postgres:
                    image: postgres:15-alpine
                    command:
                      - postgres
                      - "-c"
                      - ssl=on
                    healthcheck:
                      test: [CMD-SHELL, pg_isready -U postgres]
                    ports:
                      - target: 5432
                        published: "5433"
                        host_ip: "127.0.0.1"
                    read_only: true
                    labels: {}
                    environment:
                      EMPTY: ""
                      NOTHING: null
                      LIST: []
                nested:
                  - - a
                    - b
                  - - c
                script: |
                  #!/bin/sh
                  set -e

                    exec "$@"

                """#)
    }

    @Test(arguments: [
        "no", "Off", "ON", "y", "n", "N", "True", "~", "null", "1_000", "0o17", "0400", "012", "12:30", "1e3", ".inf",
        "-.INF",
        ".nan",
        "2001-12-14", "2001-12-14T21:59:43Z", "0x1F", "+1", "-", "- a", "=", "<<", "", " a", "a ", "a:", "a: b", "a #b",
        "#a", "@a", "`a", "%a", "!a", "&a", "*a", "? a", "|", ">", "[a", "{a", "---", "--- a", "...", "'a", "a,: b",
    ])
    func `a text that would read as something else is quoted`(text: String) {
        #expect(yamlText(.string(text)) == "\"\(text)\"\n")
    }

    @Test(arguments: [
        "a", "postgres:15-alpine", "/var/lib/postgresql/data", "./data", ".env", "60s", "$", "${POSTGRES_PASSWORD}",
        "a b",
        "--port", "a'b", "a\"b", "~/x", "größe", "日本語", "🙂", "a,b", "notes", "a#b", "a:b", "http://qdrant:6333", "nö",
    ])
    func `an ordinary text is plain`(text: String) {
        #expect(yamlText(.string(text)) == "\(text)\n")
    }

    @Test(arguments: [
        ("a\"\\b\tc: \r", #""a\"\\b\tc: \r""#), ("\u{0}\u{7F}\u{85}", #""\x00\x7F\x85""#),
        ("\u{2028}\u{FEFF}", #""\u2028\uFEFF""#), ("a\n\n", #""a\n\n""#), (" a\nb", #"" a\nb""#),
        ("a \nb", #""a \nb""#),
    ])
    func `what cannot be seen is escaped`(text: String, written: String) {
        #expect(yamlText(.string(text)) == written + "\n")
    }

    @Test func `a header cannot break out of its comment`() {
        #expect(yamlText("x", header: ["a\nb: c\u{1b}[0m"]) == "# a\n# b: c[0m\nx\n")
    }

    @Test func `a long line is not folded`() {
        let text = Array(repeating: "word", count: 100).joined(separator: " ")
        #expect(yamlText(["key": .string(text)]) == "key: \(text)\n")
    }

    @Test func `a key too long for one line is marked`() throws {
        let key = String(repeating: "k", count: 1100)
        let text = yamlText(["a": .mapping([(key: key, value: ["b": "c"] as YAMLValue)])])
        #expect(text == "a:\n  ? \(key)\n  :\n    b: c\n")
        #expect(try parseYAML(text, path: "p.yaml")["a"]?[key]?["b"]?.text == "c")
    }
}
