import Diagnostics
import Testing

private struct Login {
    let user = "ann"
    let password = Secret("hunter22")
}

struct SecretTests {
    @Test func `interpolation shows no secret`() {
        #expect("\(Secret("hunter22"))" == "[redacted]")
        #expect(String(describing: Secret("hunter22")) == "[redacted]")
        #expect(String(reflecting: Secret("hunter22")) == "[redacted]")
        #expect(String(describing: Optional(Secret("hunter22"))) == "Optional([redacted])")
        #expect(String(describing: [Secret("hunter22")]) == "[[redacted]]")
    }

    @Test func `a type that holds one shows it neither`() {
        #expect(String(describing: Login()) == #"Login(user: "ann", password: [redacted])"#)
    }

    @Test func `dump and mirror show no secret`() {
        var text = ""
        dump(Login(), to: &text)
        #expect(!text.contains("hunter22"))
        #expect(text.contains("[redacted]"))
        #expect(Mirror(reflecting: Secret("hunter22")).children.isEmpty)
    }

    @Test func `no encoder takes one`() {
        #expect(!(Secret("hunter22") as Any is any Encodable))
    }

    @Test func `a value that is no secret is shown`() {
        #expect("\(Secret("localhost", isSecret: false))" == "localhost")
    }

    @Test func `only reveal gives the text`() {
        #expect(Secret("hunter22").reveal() == "hunter22")
    }
}
