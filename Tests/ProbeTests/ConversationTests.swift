import Diagnostics
import Testing

@testable import Convergence

private func message(_ type: Unicode.Scalar, _ body: [UInt8]) -> [UInt8] {
    [UInt8(ascii: type), 0, 0, 0, UInt8(body.count + 4)] + body
}

struct ConversationTests {
    static let ready = message("Z", [UInt8(ascii: "I")])
    static let version = message("S", Array("server_version\015.4\0".utf8))
    static let row = message("D", [0, 1, 0, 0, 0, 4] + Array("4711".utf8))

    @Test func `Postgres without a password tells version and system`() throws {
        var script = Script(bytes: message("R", [0, 0, 0, 0]) + Self.version + Self.ready + Self.row + Self.ready)
        let facts = try PostgresProbe(user: "app", password: nil, database: "db").run(on: &script)
        #expect(facts == ProbeFacts(version: "15.4", systemIdentifier: "4711"))
        let body = "\0\u{3}\0\0user\0app\0database\0db\0application_name\0sfm-dev\0client_encoding\0UTF8\0\0"
        #expect(script.sent.first == [0, 0, 0, UInt8(body.utf8.count + 4)] + Array(body.utf8))
        #expect(script.sent.last == [UInt8(ascii: "X"), 0, 0, 0, 4])
    }

    @Test func `a role that may not read the system's identifier is ready all the same`() throws {
        let denied = message("E", Array("C42501\0Mpermission denied\0\0".utf8))
        var script = Script([message("R", [0, 0, 0, 0]) + Self.ready, denied + Self.ready])
        let facts = try PostgresProbe(user: "a", password: nil, database: "b").run(on: &script)
        #expect(facts == ProbeFacts())
    }

    @Test(arguments: [
        (
            [message("R", [0, 0, 0, 3])],
            RefusalKind.other, "asks for the password in clear text, which sfm-dev does not send"
        ),
        ([message("R", [0, 0, 0, 7])], .other, "asks for a login of a kind that sfm-dev does not know (7)"),
        (
            [message("R", [0, 0, 0, 10] + Array("SCRAM-SHA-1\0\0".utf8))],
            .other, "offers no login that sfm-dev knows: SCRAM-SHA-1"
        ),
    ])
    func `a login that would give the password away is refused`(
        pieces: [[UInt8]], kind: RefusalKind, sentence: String
    ) {
        var script = Script(pieces)
        #expect(throws: ProbeEnd.refused(kind, sentence)) {
            try PostgresProbe(user: "app", password: Secret("hunter22"), database: "db").run(on: &script)
        }
        #expect(script.sent.count == 1)
    }

    @Test func `Postgres asks for a password that nobody set`() {
        var script = Script([message("R", [0, 0, 0, 5, 1, 2, 3, 4])])
        #expect(throws: ProbeEnd.refused(.wrongPassword, "asks for a password, and none is set")) {
            try PostgresProbe(user: "app", password: nil, database: "db").run(on: &script)
        }
    }

    // The sum of `md5(md5("hunter22" + "app") + 01020304)`, from another implementation.
    @Test func `md5 is answered with the salted sum`() throws {
        var script = Script([
            message("R", [0, 0, 0, 5, 1, 2, 3, 4]), message("R", [0, 0, 0, 0]) + Self.ready, Self.ready,
        ])
        _ = try PostgresProbe(user: "app", password: Secret("hunter22"), database: "db").run(on: &script)
        #expect(script.sent[1] == message("p", Array("md5d7316fbe6c44944a4a9bf1e6f27138d4\0".utf8)))
    }

    @Test func `Redis is asked for all in one go, the login first`() throws {
        var script = Script(bytes: Array("+OK\r\n+PONG\r\n$30\r\n# Server\r\nredis_version:7.0.15\r\n\r\n".utf8))
        let facts = try RedisProbe(user: "app", password: Secret("hunter22")).run(on: &script)
        #expect(facts == ProbeFacts(version: "7.0.15"))
        let questions = "*1\r\n$4\r\nPING\r\n*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n"
        #expect(script.sent == [Array(("*3\r\n$4\r\nAUTH\r\n$3\r\napp\r\n$8\r\nhunter22\r\n" + questions).utf8)])
        var open = Script(bytes: Array("+PONG\r\n-ERR\r\n".utf8))
        #expect(try RedisProbe(user: nil, password: nil).run(on: &open) == ProbeFacts())
        #expect(open.sent == [Array(questions.utf8)])
    }

    @Test func `a login that Redis refuses is told, whatever it answers to the rest`() {
        var script = Script(bytes: Array("-WRONGPASS no\r\n-NOAUTH first\r\n-NOAUTH first\r\n".utf8))
        #expect(throws: ProbeEnd.refused(.wrongPassword, "WRONGPASS no")) {
            try RedisProbe(user: nil, password: Secret("hunter23")).run(on: &script)
        }
    }

    @Test func `a user of Redis who may nothing is ready all the same`() throws {
        var script = Script(bytes: Array("+OK\r\n-NOPERM ping\r\n-NOPERM info\r\n".utf8))
        let facts = try RedisProbe(user: "app", password: Secret("x")).run(on: &script)
        #expect(facts == ProbeFacts())
    }

    /// ApiVersions 0 with Metadata up to the given version; then one broker.
    private func kafka(most: UInt8, brokers: [UInt8]) -> Script {
        let versions: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0, most]
        let metadata: [UInt8] = [0, 0, 0, 2] + (most >= 3 ? [0, 0, 0, 0] : []) + brokers
        return Script(
            bytes: [0, 0, 0, UInt8(versions.count)] + versions + [0, 0, 0, UInt8(metadata.count)] + metadata)
    }

    @Test(arguments: [UInt8(1), 3, 12])
    func `Kafka's brokers are read in each version of Metadata`(most: UInt8) throws {
        var script = kafka(
            most: most, brokers: [0, 0, 0, 1, 0, 0, 0, 1, 0, 2] + Array("kf".utf8) + [0, 0, 0x23, 0x84, 0xFF, 0xFF])
        let facts = try KafkaProbe().run(on: &script)
        #expect(facts == ProbeFacts(brokers: [ProbeAddress(host: "kf", port: 9092)]))
        #expect(script.sent[1][7] == min(most, 8))
    }

    @Test func `Kafka without a broker is not there yet`() {
        var script = kafka(most: 8, brokers: [0, 0, 0, 0])
        #expect(throws: ProbeEnd.refused(.notYet, "knows no broker yet")) { try KafkaProbe().run(on: &script) }
    }

    @Test func `Kafka that knows no old Metadata is told so`() {
        var script = kafka(most: 0, brokers: [])
        #expect(throws: ProbeEnd.refused(.other, "speaks no version of Metadata that sfm-dev knows")) {
            try KafkaProbe().run(on: &script)
        }
    }

    @Test func `a header with a line break is not sent`() {
        let probe = HTTPProbe(
            path: "/", headers: [("api-key", Secret("a\r\nb"))], address: ProbeAddress(host: "::1", port: 80))
        #expect(throws: ProbeEnd.unreachable("the header 'api-key' cannot be sent: it has a line break")) {
            try probe.request()
        }
    }

    @Test func `an HTTP request names its host and keeps its path in one line`() throws {
        let probe = HTTPProbe(
            path: "a b?c=\u{e4}", headers: [("api-key", Secret("k"))], address: ProbeAddress(host: "::1", port: 80))
        #expect(
            String(decoding: try probe.request(), as: UTF8.self) == """
                GET /a%20b?c=%C3%A4 HTTP/1.1\r\nHost: [::1]:80\r\nUser-Agent: sfm-dev\r\nAccept: */*\r\n\
                Connection: close\r\napi-key: k\r\n\r\n
                """)
    }
}
