import Diagnostics
import Testing

@testable import Project

@Suite struct CredentialStoreTests {
    static let awkward = [
        "", "plain", "two words", "it's", "a\\", "\\'", "\"$x`", "line\nbreak", "#no", "=", "é 🚀 \u{301}", "\u{FEFF}x",
        "\t",
        "'$name'", "end\n", "\u{85}\u{2028}",
    ]

    /// Each printable character of ASCII alone, all of them, and what is long.
    static let printable = (0x20...0x7E).map { String(Unicode.Scalar(UInt8($0))) }
    static let values =
        awkward + printable + [
            printable.joined(), "-\(printable.joined())", String(repeating: "long '$\\%é", count: 100),
        ]

    @Test func `every value comes back`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        var store = CredentialStore(profile: "local")
        for (index, value) in Self.values.enumerated() {
            try store.set(
                "N\(index)", Credential(value: Secret(value), source: index % 2 == 0 ? .generated : .supplied, time: 7))
        }
        try store.save(scratch.folder)
        #expect(try CredentialStore.load(scratch.folder, profile: "local") == store)
        #expect(try scratch.mode(".sfm-dev/credentials/local.env") == 0o600)
        #expect(try CredentialStore.load(scratch.folder, profile: "other").entries.isEmpty)
    }

    @Test func `a random text comes back`() throws {
        let alphabet = Array("'\"\\$`\n #=aé🚀{}".unicodeScalars)
        for seed in 0..<300 {
            var view = String.UnicodeScalarView()
            for _ in 0..<(seed % 12) { view.append(try #require(alphabet.randomElement())) }
            var store = CredentialStore(profile: "p")
            try store.set("A", Credential(value: Secret(String(view)), source: .supplied, time: 1))
            try store.set("B", Credential(value: Secret("b"), source: .generated, time: 2))
            #expect(try CredentialText.parse(CredentialText.render(store), name: "f") == store.entries)
        }
    }

    @Test func `the file is sorted and a shell can read it`() throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        var store = CredentialStore(profile: "local")
        try store.set("B", Credential(value: Secret("it's $5"), source: .supplied, time: 1_700_000_000))
        try store.set("A", Credential(value: Secret("x y"), source: .generated, time: 1_700_000_001))
        try store.save(scratch.folder)
        #expect(
            try scratch.text(".sfm-dev/credentials/local.env") == """
                # credentials of profile 'local'; to change one: sfm-dev credentials set NAME
                # generated 1700000001
                A='x y'
                # supplied 1700000000
                B="it's \\$5"

                """)
        try scratch.sh(". ./.sfm-dev/credentials/local.env && test \"$B\" = \"it's \\$5\" && test \"$A\" = 'x y'")
        store.remove("A")
        #expect(store["A"] == nil && store["B"]?.source == .supplied)
    }

    @Test(
        arguments: [
            ("A='1'\nA='2'\n", 2, "'A' stands here twice"),
            ("# x\nhunter2\n", 2, "this line is no NAME='value'"),
            ("A=hunter2\n", 1, "the value of 'A' is not in quotes"),
            ("A='hunter2\n", 1, "the quotes of 'A' are not closed"),
            ("A='hunter' 2\n", 1, "there is text after the value of 'A'"),
        ])
    func `a broken line is named and not quoted`(text: String, line: Int, message: String) throws {
        let scratch = try Scratch()
        try scratch.folder.prepare()
        try scratch.put(".sfm-dev/credentials/local.env", text)
        let said = told { _ = try CredentialStore.load(scratch.folder, profile: "local") }
        #expect(
            said == "65\n.sfm-dev/credentials/local.env:\(line):1: error: \(message)\n  \(line) | [redacted]\n    | ^\n"
                + "hint: remove the line, then: sfm-dev credentials set NAME\n")
    }

    @Test func `what a file cannot hold is refused`() throws {
        var store = CredentialStore(profile: "p")
        let set = { (name: String, value: String) in
            told { try store.set(name, Credential(value: Secret(value), source: .supplied, time: 0)) }
        }
        #expect(
            set("1A", "x") == "65\nsfm-dev: error: '1A' cannot be the name of a credential\n"
                + "hint: use letters, digits and '_'\n")
        #expect(
            set("A", "x\r\ny") == "65\nsfm-dev: error: the value of 'A' contains a carriage return\n")
        #expect(
            set("A", "\0") == "65\nsfm-dev: error: the value of 'A' contains a NUL byte\n")
    }

    @Test func `a generated value is url-safe, of its length and never the same`() throws {
        let made = try (0..<200).map { _ in try Credential.generate(32, time: 5) }
        #expect(Set(made.map(\.value)).count == 200)
        for credential in made {
            let text = credential.value.reveal()
            #expect(text.utf8.count == 32 && text.first != "-" && text.first != "_")
            #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
            #expect(credential.source == .generated && credential.time == 5)
        }
        #expect(
            told { _ = try Credential.generate(7, time: 0) }
                == "65\nsfm-dev: error: a generated credential has at least 8 characters, not 7\n"
                + "hint: {generate: 32}\n")
    }
}
