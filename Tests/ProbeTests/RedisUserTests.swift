import Diagnostics
import Testing

@testable import Convergence

/// How a user of Redis' access list is made.
struct RedisUserTests {
    // SHA-256 of "sesame", from another implementation.
    static let digest = "#d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272"

    private func user(_ rules: String?) -> RedisUser {
        RedisUser(name: "app", password: Secret("sesame"), rules: rules)
    }

    @Test(
        arguments: [
            (nil, ["~*", "&*", "+@all"]), ("~cache:* +@read", ["~cache:*", "+@read"]),
            ("  ~*\n  -@all\t+get ", ["~*", "-@all", "+get"]), ("(+get ~a:*)", ["(+get", "~a:*)"]), ("", []),
        ] as [(String?, [String])])
    func `a user is made from nothing, by words that hold no password`(rules: String?, words: [String]) throws {
        #expect(try user(rules).command() == ["ACL", "SETUSER", "app", "reset", "on", Self.digest] + words)
    }

    @Test(arguments: [">open", "~* #0123", "<old", "!0123", "nopass +@all", "+@all NOPASS", "resetpass", "reset ~*"])
    func `rules do not say which password there is`(rules: String) {
        let sentence = "its rules say something of passwords, which stand under 'password' alone"
        #expect(throws: ProbeEnd.refused(.other, sentence)) { try user(rules).command() }
    }

    private static let login = RedisProbe(user: nil, password: Secret("master"))
    private static let noList = "-ERR This Redis instance is not configured to use an ACL file.\r\n"

    @Test(
        arguments: [
            ("+OK\r\n+OK\r\n+OK\r\n", ["AUTH", "SETUSER", "SAVE"], nil),
            ("+OK\r\n+OK\r\n\(noList)+OK\r\n", ["AUTH", "SETUSER", "SAVE", "REWRITE"], nil),
            (
                "+OK\r\n+OK\r\n\(noList)-ERR The server is running without a config file\r\n",
                ["AUTH", "SETUSER", "SAVE", "REWRITE"],
                "user 'app' ends with its container: Redis cannot save it (ERR This Redis instance is not configured to "
                    + "use an ACL file.)"
            ),
        ] as [(String, [String], String?)])
    func `a user is kept where the server can keep it`(replies: String, asked: [String], note: String?) throws {
        var script = Script(bytes: Array(replies.utf8))
        #expect(try user("~*").make(Self.login, on: &script) == note)
        let sent = script.sent.map { String(decoding: $0, as: UTF8.self) }
        #expect(sent.count == asked.count)
        for (text, word) in zip(sent, asked) { #expect(text.contains("\r\n\(word)\r\n")) }
        // In clear text only where it is the login's own.
        #expect(!sent.joined().contains("sesame"))
    }

    @Test(
        arguments: [
            ("-WRONGPASS no\r\n", RefusalKind.wrongPassword, "WRONGPASS no", 1),
            ("+OK\r\n-NOPERM no\r\n", .other, "NOPERM no", 2),
            (
                "+OK\r\n-ERR Error in ACL SETUSER modifier '+@al'\r\n", .other,
                "ERR Error in ACL SETUSER modifier '+@al'", 2
            ),
        ])
    func `nothing is saved of a user that was not made`(
        replies: String, kind: RefusalKind, sentence: String, asked: Int
    ) {
        var script = Script(bytes: Array(replies.utf8))
        #expect(throws: ProbeEnd.refused(kind, sentence)) { try user("~*").make(Self.login, on: &script) }
        #expect(script.sent.count == asked)
    }

    @Test func `a server without a password is asked at once`() throws {
        var script = Script(bytes: Array("+OK\r\n+OK\r\n".utf8))
        #expect(try user("~*").make(RedisProbe(user: nil, password: nil), on: &script) == nil)
        #expect(script.sent.count == 2)
    }
}
