import Crypto
import Diagnostics

@testable import Convergence

/// A broker's side of a conversation in memory, with one user.
struct KafkaBroker: ProbeStream {
    enum Kind: Sendable, Equatable {
        case login
        /// No listener of it has a login, as the requests that it knows tell, or as it says when asked for one.
        case knowsNone, asksForNone
        /// Another kind of login.
        case plain
        /// It says yes to anybody.
        case impostor
        /// It closes the connection after the login.
        case closing
        /// It wants a number of rounds that takes minutes.
        case slow
    }

    var buffer: [UInt8] = []
    let kind: Kind
    let user: String
    let password: String
    /// Keys of the requests that came.
    var asked: [Int16] = []
    var sent: [UInt8] = []
    private var outgoing: [[UInt8]] = []
    private var serverFirst = ""
    private var clientFirst = ""
    private var isLoggedIn = false

    init(_ kind: Kind, user: String = "sfm", password: String = "hunter22") {
        self.kind = kind
        self.user = user
        self.password = password
    }

    mutating func receive() -> [UInt8] { outgoing.isEmpty ? [] : outgoing.removeFirst() }

    mutating func send(_ bytes: [UInt8]) {
        sent += bytes
        var reader = ByteReader(bytes.dropFirst(4))
        guard let key = reader.integer(Int16.self), reader.integer(Int16.self) != nil,
            let correlation = reader.bytes(4), reader.kafkaText() != nil
        else { return }
        asked.append(key)
        let body: [UInt8]? =
            switch key {
            case 18: versions
            case 17: handshake()
            case 36: reader.integer(Int32.self).flatMap { reader.bytes(Int($0)) }.map { authenticated($0) }
            // One broker; a listener with a login hangs up on who has none.
            case 3 where kind != .closing && (isLoggedIn || kind != .login):
                [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 2] + "kf".utf8 + [0, 0, 0x23, 0x84, 0xFF, 0xFF]
            default: nil
            }
        guard let body else { return }
        var frame: [UInt8] = []
        frame.append(bigEndian: Int32(4 + body.count))
        outgoing += (frame + correlation + body).map { [$0] }
    }

    private var versions: [UInt8] {
        kind == .knowsNone
            ? [0, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0, 8]
            : [0, 0, 0, 0, 0, 3, 0, 3, 0, 0, 0, 8, 0, 17, 0, 0, 0, 1, 0, 36, 0, 0, 0, 2]
    }

    private func handshake() -> [UInt8] {
        switch kind {
        case .asksForNone: return [0, 34, 0, 0, 0, 0]
        case .plain: return [0, 33, 0, 0, 0, 2, 0, 5] + Array("PLAIN".utf8) + [0, 6] + "GSSAPI".utf8
        default: return [0, 0, 0, 0, 0, 1, 0, 13] + "SCRAM-SHA-512".utf8
        }
    }

    private mutating func authenticated(_ token: ArraySlice<UInt8>) -> [UInt8] {
        func answer(_ error: UInt8, _ sentence: String, _ token: String) -> [UInt8] {
            var body: [UInt8] = [0, error]
            body.append(kafka: sentence)
            body.append(bigEndian: Int32(token.utf8.count))
            return body + token.utf8 + [0, 0, 0, 0, 0, 0, 0, 0]
        }
        let text = String(decoding: token, as: UTF8.self)
        if serverFirst.isEmpty {
            clientFirst = String(text.dropFirst(3))
            let nonce = clientFirst.split(separator: ",r=")[1]
            serverFirst = "r=\(nonce)more,s=QUJD,i=\(kind == .slow ? 1_000_001 : 4096)"
            return answer(0, "", serverFirst)
        }
        let parts = text.split(separator: ",p=")
        let keys = ScramKeys<SHA512>(prepared: Array(password.utf8), salt: Array("ABC".utf8), iterations: 4096)
        let message = Array("\(clientFirst),\(serverFirst),\(parts[0])".utf8)
        let proof = zip(keys.clientKey, ScramKeys<SHA512>.mac(keys.storedKey, message)).map { $0 ^ $1 }
        isLoggedIn = clientFirst.hasPrefix("n=\(user),") && Base64.encode(proof) == parts[1]
        if kind == .impostor { return answer(0, "", "v=QUJD") }
        guard isLoggedIn else { return answer(58, "Authentication failed: \(password)", "") }
        return answer(0, "", "v=" + Base64.encode(ScramKeys<SHA512>.mac(keys.serverKey, message)))
    }
}
