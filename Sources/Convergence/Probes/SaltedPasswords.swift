import Crypto
import Synchronization

/// What was salted before: every login to one server hashes the same password in the same way, thousands of times over.
/// A client may keep the result for its next logins (RFC 5802, section 3), and `up` keeps it for the next `up`.
package enum SaltedPasswords {
    /// What a server asks for; the password is the client's part.
    struct Question: Hashable {
        /// `SHA-256` or `SHA-512`.
        let function: String
        let salt: [UInt8]
        let iterations: Int

        fileprivate var words: String { "\(function) \(iterations) \(Base64.encode(salt))" }
    }

    private struct Entry {
        let salted: [UInt8]
        /// Fits the question, the answer and the password only together.
        let seal: [UInt8]
    }

    private struct State {
        var key = SymmetricKey(size: .bits256)
        var entries: [Question: Entry] = [:]
        var used: Set<Question> = []
    }

    private static let state = Mutex(State())
    /// Servers choose salts: one that gives a new one each time must not fill the memory.
    private static let most = 64

    /// What another process kept. Lines that it did not write are passed over.
    /// - Parameter key: that of the seals: nobody without it can make this process take another answer.
    package static func remember(_ text: String, key: [UInt8]) {
        let entries = text.split(separator: "\n").prefix(most).compactMap(entry)
        state.withLock { state in
            state = State(key: SymmetricKey(data: key))
            for (question, entry) in entries { state.entries[question] = entry }
        }
    }

    /// What this process used, for the next one to remember.
    package static var used: String {
        state.withLock { state in
            state.used.compactMap { question in
                state.entries[question].map { entry in
                    "\(question.words) \(Base64.encode(entry.salted)) \(Base64.encode(entry.seal))\n"
                }
            }.sorted().joined()
        }
    }

    static func answer(_ question: Question, _ password: [UInt8], or make: () -> [UInt8]) -> [UInt8] {
        let known = state.withLock { state -> [UInt8]? in
            guard let entry = state.entries[question],
                seal(question, entry.salted, password, state.key) == entry.seal
            else { return nil }
            state.used.insert(question)
            return entry.salted
        }
        if let known { return known }
        let salted = make()
        state.withLock { state in
            if state.entries.count >= most { (state.entries, state.used) = ([:], []) }
            state.entries[question] = Entry(salted: salted, seal: seal(question, salted, password, state.key))
            state.used.insert(question)
        }
        return salted
    }

    private static func seal(
        _ question: Question, _ salted: [UInt8], _ password: [UInt8], _ key: SymmetricKey
    ) -> [UInt8] {
        let message = Array("\(question.words) \(Base64.encode(salted)) ".utf8) + password
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    private static func entry(_ line: Substring) -> (Question, Entry)? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 5, let iterations = Int(words[1]), let salt = Base64.decode(words[2]),
            let salted = Base64.decode(words[3]), let seal = Base64.decode(words[4])
        else { return nil }
        let question = Question(function: String(words[0]), salt: salt, iterations: iterations)
        return (question, Entry(salted: salted, seal: seal))
    }
}
