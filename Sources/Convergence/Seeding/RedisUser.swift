import Crypto
import Diagnostics

/// A user of Redis' access list (ACL), as a conversation makes it. The server gets a SHA-256 in the password's place, as it
/// keeps it itself.
struct RedisUser {
    let name: String
    let password: Secret
    /// In the words of `ACL SETUSER`; a user without any may do everything.
    let rules: String?

    private static let everything = ["~*", "&*", "+@all"]

    /// What stands for itself among the words, of a password or of all: another place says that.
    private static let refused = ["nopass", "resetpass", "reset"]

    /// - Returns: what the user should know: nil where the server has kept it.
    func make(_ login: RedisProbe, on connection: inout some ProbeStream & ~Copyable) throws(ProbeEnd) -> String? {
        try login.logIn(on: &connection)
        let words = try command()
        let reply = try login.ask(words, on: &connection)
        if case .error(let text) = reply {
            // A server that does not know the command repeats it, the digest of the password included.
            let safe = words.filter { $0.hasPrefix("#") }.reduce(text) {
                $0.replacing($1.dropFirst(), with: "[redacted]")
            }
            throw RedisProbe.end(.error(safe), loggingIn: false)
        }
        guard case .simple("OK") = reply else { throw RedisProbe.end(reply, loggingIn: false) }
        let saved = try login.ask(["ACL", "SAVE"], on: &connection)
        guard case .error(let problem) = saved else { return nil }
        // A server without a file for its users may have one for its settings, which takes them as well.
        guard case .error = try login.ask(["CONFIG", "REWRITE"], on: &connection) else { return nil }
        return "user '\(name)' ends with its container: Redis cannot save it (\(problem))"
    }

    /// All of it or nothing: Redis changes a user only when every word is right.
    func command() throws(ProbeEnd) -> [String] {
        let words = rules.map { $0.split(whereSeparator: \.isWhitespace).map(String.init) } ?? Self.everything
        if words.contains(where: { word in
            ">#<!".contains(word.first ?? " ") || Self.refused.contains(word.lowercased())
        }) {
            throw .refused(.other, "its rules say something of passwords, which stand under 'password' alone")
        }
        let digest = SHA256.hash(data: Array(password.reveal().utf8))
        return ["ACL", "SETUSER", name, "reset", "on", "#" + digest.withUnsafeBytes(Hex.text)] + words
    }
}
