import Diagnostics
import Testing

struct RedactorTests {
    private func redacted(_ text: String, _ secrets: String...) -> String {
        Redactor(secrets.map { Secret($0) }).redacted(text)
    }

    @Test(arguments: [
        #"p@ss/wo'r"d$x"#, "p%40ss%2Fwo%27r%22d%24x", "p%40ss%2fwo%27r%22d%24x", "p@ss/wo'r%22d$x", #"p@ss/wo'r\"d$x"#,
        #"p@ss\/wo'r\"d$x"#, #"p@ss/wo'\''r"d$x"#, #"p@ss/wo'"'"'r"d$x"#, #"p@ss/wo''r"d$x"#, #"p@ss/wo'r\"d\$x"#,
        "cEBzcy93bydyImQkeA", "cEBzcy93bydyImQkeA==", "BAc3Mvd28nciJkJH", "wQHNzL3dvJ3IiZCR4",
    ])
    func `a secret is replaced in each of its forms`(form: String) {
        #expect(redacted("a \(form) b", #"p@ss/wo'r"d$x"#) == "a [redacted] b")
    }

    @Test(arguments: ["", "x", "xy", "ann:"])
    func `base64 of a text that holds a secret does not show it`(before: String) {
        let encoded = base64(Array("\(before)hunter22 and more".utf8))
        let result = redacted(encoded, "hunter22")
        #expect(result.contains("[redacted]"))
        // What is left must not be enough to tell one byte of the secret.
        #expect(encoded.count - (result.count - "[redacted]".count) >= 9)
    }

    @Test func `short texts and long ones are looked through for what they can hold, whichever comes first`() {
        let line = String(repeating: "k", count: 64)
        let secrets = ["hunter22", "-----BEGIN KEY-----\n\(line)\nshortlast\n-----END KEY-----\n"].map { Secret($0) }
        let texts = [
            ("a hunter22 b", "a [redacted] b"), ("a \(line) hunter22", "a [redacted] [redacted]"),
            (line, "[redacted]"), ("a shortlast", "a [redacted]"), (String(line.dropLast()), String(line.dropLast())),
        ]
        for texts in [texts, texts.reversed()] {
            let redactor = Redactor(secrets)
            for (text, wanted) in texts { #expect(redactor.redacted(text) == wanted) }
        }
    }

    @Test func `JSON as Go writes it is known`() {
        #expect(redacted(#"{"m":"a\u003cb\u0026c"}"#, "a<b&c") == #"{"m":"[redacted]"}"#)
    }

    @Test func `the longest goes first`() {
        #expect(redacted("secret-long secret", "secret", "secret-long") == "[redacted] [redacted]")
    }

    @Test func `secrets that overlap leave no rest`() {
        #expect(redacted("x abcdefgh y", "abcdef", "efgh") == "x [redacted] y")
        #expect(redacted("abcdabcd", "abcd") == "[redacted][redacted]")
        #expect(redacted("xabababx", "abab") == "x[redacted]x")
    }

    @Test func `three characters are left alone`() {
        #expect(redacted("abc abcd", "abc") == "abc abcd")
        #expect(redacted("nothing", "") == "nothing")
    }

    @Test func `no secrets and public words change nothing`() {
        #expect(Redactor.none.redacted("hunter22") == "hunter22")
        #expect(Redactor([Secret("hunter22", isSecret: false)]).redacted("hunter22") == "hunter22")
        #expect(
            Redactor([Secret("postgres"), Secret("hunter22")], sparing: ["postgres"])
                .redacted("postgres hunter22") == "postgres [redacted]")
    }

    @Test func `each line of a key is replaced by itself`() {
        let key = "-----BEGIN KEY-----\nMIIabc\nDEFghi\n-----END KEY-----\n"
        let lines = key.split(separator: "\n").map { redacted(String($0), key) }
        #expect(lines == ["-----BEGIN KEY-----", "[redacted]", "[redacted]", "-----END KEY-----"])
        #expect(redacted("a \(key)b", key) == "a [redacted]b")
    }

    @Test func `bytes that are no UTF-8 stay as they are`() {
        let redactor = Redactor([Secret("hunter22")])
        #expect(
            redactor.redacted([0xFF] + Array("hunter22".utf8) + [0xFE]) == [0xFF] + Array("[redacted]".utf8) + [0xFE])
        #expect(redactor.redacted([0xFF, 0xFE]) == nil)
    }

    private func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0...group.count { text.append(alphabet[bits >> (18 - 6 * index) & 63]) }
            text += String(repeating: "=", count: 3 - group.count)
        }
        return text
    }
}
