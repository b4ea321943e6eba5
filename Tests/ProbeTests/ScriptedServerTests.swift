import Diagnostics
import Testing

@testable import Convergence

/// Over real sockets.
struct ScriptedServerTests {
    static let postgres = ProbeTarget.postgres(user: "app", password: Secret("hunter22"), database: "app")
    static let redis = ProbeTarget.redis(user: nil, password: Secret("hunter22"))
    static let http = ProbeTarget.http(path: "/readyz", headers: [("api-key", Secret("hunter22"))])

    static func error(_ code: String, _ message: String) -> [UInt8] {
        let body = Array("SFATAL\0VFATAL\0C\(code)\0M\(message)\0\0".utf8)
        return [UInt8(ascii: "E"), 0, 0, 0, UInt8(body.count + 4)] + body
    }

    @Test(arguments: [
        ("57P03", "the database system is starting up", RefusalKind.notYet),
        ("28P01", "password authentication failed for user \"app\"", .unknownRoleOrPassword),
        ("3D000", "database \"app\" does not exist", .databaseMissing),
        ("28000", "no pg_hba.conf entry for host \"::1\", user \"app\", database \"app\", no encryption", .needsTLS),
        ("28000", "role \"app\" does not exist", .unknownRoleOrPassword),
        ("53300", "sorry, too many clients already", .other),
    ])
    func `an error of Postgres is told by its code`(code: String, text: String, kind: RefusalKind) async {
        let answer = await ScriptedServer().answer(Self.postgres, by: [Self.error(code, text)])
        #expect(answer == .refused(kind, text))
    }

    @Test(arguments: [
        ("-LOADING Redis is loading the dataset in memory", RefusalKind.notYet),
        ("-WRONGPASS invalid username-password pair or user is disabled.", .wrongPassword),
        ("-ERR AUTH <password> called without any password configured", .wrongPassword),
        ("-DENIED Redis is running in protected mode", .other),
    ])
    func `an error of Redis is told by its first word`(line: String, kind: RefusalKind) async {
        let answer = await ScriptedServer().answer(Self.redis, by: [Array("\(line)\r\n".utf8)])
        #expect(answer == .refused(kind, String(line.dropFirst())))
    }

    @Test(arguments: [
        (
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\n\r\nno!\n", RefusalKind.wrongPassword,
            "HTTP 401 Unauthorized: no!"
        ),
        ("HTTP/1.1 403 Forbidden\r\n\r\nkey hunter22", .wrongPassword, "HTTP 403 Forbidden: key [redacted]"),
        (
            "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nnot\r\n4\r\n yet\r\n0\r\n\r\n", .notYet,
            "HTTP 503 Busy: not yet"
        ),
        ("HTTP/1.0 500\r\n\r\n", .other, "HTTP 500"),
        (
            "HTTP/1.1 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n", .needsTLS,
            "HTTP 400 Bad Request: Client sent an HTTP request to an HTTPS server."
        ),
    ])
    func `an HTTP status is told with the first line of its body`(text: String, kind: RefusalKind, words: String) async
    {
        let answer = await ScriptedServer().answer(Self.http, by: [Array(text.utf8)])
        #expect(answer == .refused(kind, words))
    }

    @Test(arguments: [
        "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ])
    func `an HTTP answer is taken before the server closes`(text: String) async {
        let answer = await ScriptedServer().answer(Self.http, by: [Array(text.utf8)], .hold)
        #expect(answer == .ready(ProbeFacts()))
    }

    @Test(arguments: [Self.postgres, Self.redis, Self.http, .kafka(nil)])
    func `who closes without a word is silent`(target: ProbeTarget) async {
        let answer = await ScriptedServer().answer(target, by: [[]])
        #expect(answer == .silent("closed the connection without an answer"))
    }

    @Test(arguments: [(Self.postgres, "E\0"), (Self.redis, "-ERR"), (Self.http, "HTTP/1.1 2"), (.kafka(nil), "\0\0\0")])
    func `who closes inside an answer is silent`(target: ProbeTarget, start: String) async {
        let answer = await ScriptedServer().answer(target, by: [Array(start.utf8)])
        #expect(answer == .silent("closed the connection in the middle of an answer"))
    }

    @Test(arguments: [Self.postgres, Self.redis, Self.http, .kafka(nil)])
    func `who never answers is silent`(target: ProbeTarget) async {
        let answer = await ScriptedServer().answer(target, by: [], .hold, within: .seconds(1))
        #expect(answer == .silent("accepted the connection and did not answer in time"))
    }

    @Test(arguments: [(Self.postgres, "Postgres"), (Self.redis, "Redis"), (Self.http, "HTTP"), (.kafka(nil), "Kafka")])
    func `another protocol is silence`(target: ProbeTarget, name: String) async {
        let answer = await ScriptedServer().answer(target, by: [Array("220 mail ESMTP\r\n".utf8)])
        #expect(answer == .silent("sent something that is not \(name)"))
    }

    @Test(arguments: [Self.postgres, Self.redis, Self.http, .kafka(nil)])
    func `a TLS alert is a refusal of plain text`(target: ProbeTarget) async {
        let answer = await ScriptedServer().answer(target, by: [[0x15, 0x03, 0x03, 0, 2, 2, 70]])
        #expect(answer == .refused(.needsTLS, "answers in TLS only"))
    }

    @Test func `a connection that stays open is ready`() async {
        #expect(await ScriptedServer().answer(.tcp, by: [], .hold) == .ready(ProbeFacts()))
    }

    @Test func `one that is closed at once does not stay open`() async throws {
        let server = ScriptedServer()
        async let served: Void = server.play([], .close)
        var socket = try ProbeConnection(server.address, deadline: .now + .seconds(60)) { false }
        let isOpen = try socket.staysOpen(for: .seconds(60))
        _ = consume socket
        await served
        #expect(!isOpen)
    }

    @Test func `a cancelled probe ends and hangs up`() async {
        let server = ScriptedServer()
        let task = Task { await probe(.kafka(nil), at: server.address, deadline: .seconds(600)) }
        let hangUp = await server.firstRequest()
        task.cancel()
        #expect(await task.value == .unreachable("the probe was cancelled"))
        await hangUp()
    }

    @Test func `where nobody listens nothing is reached`() async {
        let server = ScriptedServer()
        // Takes its one connection and stops listening.
        _ = await server.answer(.tcp, by: [], .hold)
        let answer = await probe(Self.redis, at: server.address, deadline: .seconds(60))
        #expect(answer == .unreachable("connection refused"))
    }
}
