import Diagnostics

/// A login to Redis, a PING, and its version.
struct RedisProbe {
    let user: String?
    let password: Secret?

    func run(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> ProbeFacts {
        // In one go: each is answered in this order, whatever becomes of the one before.
        let commands = [login, ["PING"], ["INFO", "server"]].compactMap(\.self)
        try connection.send(commands.flatMap(RedisReply.command))
        if login != nil { try Self.check(try reply(on: &connection)) }
        let reply = try reply(on: &connection)
        switch reply {
        case .simple("PONG"): break
        // The login worked; the user just may not PING.
        case .error(let text) where text.hasPrefix("NOPERM"): break
        default: throw Self.end(reply, loggingIn: false)
        }
        guard case .bulk(let text?) = try self.reply(on: &connection) else { return ProbeFacts() }
        return ProbeFacts(version: Self.version(in: text))
    }

    func logIn(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) {
        guard let login else { return }
        try Self.check(try ask(login, on: &connection))
    }

    private var login: [String]? {
        password.map { password in ["AUTH"] + (user.map { [$0] } ?? []) + [password.reveal()] }
    }

    private static func check(_ reply: RedisReply) throws(ProbeEnd) {
        guard case .simple("OK") = reply else { throw end(reply, loggingIn: true) }
    }

    func ask(
        _ words: [String], on connection: inout some ProbeStream & ~Copyable
    ) throws(ProbeEnd) -> RedisReply {
        try connection.send(RedisReply.command(words))
        return try reply(on: &connection)
    }

    private func reply(on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> RedisReply {
        try connection.next("Redis", RedisReply.take)
    }

    static func version(in info: String) -> String? {
        info.split(whereSeparator: \.isNewline).first { $0.hasPrefix("redis_version:") }
            .map { String($0.dropFirst("redis_version:".count)) }
    }

    static func end(_ reply: RedisReply, loggingIn: Bool) -> ProbeEnd {
        guard case .error(let text) = reply else { return .garbage("Redis") }
        return .refused(kind(text, loggingIn: loggingIn), text)
    }

    /// By the first word, which is the code of an error. A plain `ERR` on AUTH is a server without a password, or one
    /// before Redis 6 that has another.
    private static func kind(_ text: String, loggingIn: Bool) -> RefusalKind {
        switch text.prefix(while: { $0 != " " }) {
        case "NOAUTH", "WRONGPASS": .wrongPassword
        case "LOADING", "MASTERDOWN", "BUSY": .notYet
        case "ERR" where loggingIn: .wrongPassword
        default: .other
        }
    }
}
