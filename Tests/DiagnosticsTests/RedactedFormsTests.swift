import Testing

@testable import Diagnostics

struct RedactedFormsTests {
    private static let secrets = [
        #"p@ss/wo'r"d$x"#, "a bc", "hunter22", "abcd", "gr\u{FC}n\u{85}x", "%20%20", "+/+/+/=", "a\u{301}\u{301}",
        "tab\tand\nline\r\nends\n", "<&>'\"`", "\u{1}\u{2}\u{3}\u{4}", "\u{202E}\u{1F600}ab",
        "-----BEGIN KEY-----\r\n\(String(repeating: "k/+", count: 21))k\r\nlast\r\n-----END KEY-----\r\n",
    ]

    /// What a text of that length cannot hold is left out, and nothing that it can hold: the redactor relies on it.
    @Test(arguments: secrets)
    func `forms for a length are all that are no longer`(secret: String) {
        let all = RedactedForms(of: secret, within: .max).forms
        #expect(!all.isEmpty)
        for length in 0...100 {
            let forms = RedactedForms(of: secret, within: length).forms
            #expect(Set(forms).isSuperset(of: all.filter { $0.count <= length }), "\(length)")
        }
    }

    @Test(arguments: secrets)
    func `each form is found where it is all of the text`(secret: String) {
        for form in RedactedForms(of: secret, within: .max).forms {
            #expect(Redactor([Secret(secret)]).redacted(form) == Array("[redacted]".utf8))
        }
    }

    @Test(arguments: [["caf\u{E9}1234", "cafe\u{301}1234"], ["cafe\u{301}1234", "caf\u{E9}1234"]])
    func `two spellings of one text are two secrets`(secrets: [String]) {
        #expect(Secret(secrets[0]) != Secret(secrets[1]))
        let redactor = Redactor(secrets.map { Secret($0) })
        for secret in secrets { #expect(redactor.redacted("a \(secret) b") == "a [redacted] b") }
    }
}
