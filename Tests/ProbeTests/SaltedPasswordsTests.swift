import Testing

@testable import Convergence

/// Other suites log in meanwhile: only the lines of these questions are looked at.
@Suite(.serialized) struct SaltedPasswordsTests {
    private static let key = [UInt8](repeating: 7, count: 32)

    /// Whether it had to be made.
    private func isMade(_ question: SaltedPasswords.Question, _ password: String = "pencil") -> Bool {
        var isMade = false
        let salted = SaltedPasswords.answer(question, Array(password.utf8)) {
            isMade = true
            return Array("salted \(password)".utf8)
        }
        #expect(salted == Array("salted \(password)".utf8))
        return isMade
    }

    private func kept(_ question: SaltedPasswords.Question) -> String? {
        let start = "\(question.function) \(question.iterations) \(Base64.encode(question.salt)) "
        return SaltedPasswords.used.split(separator: "\n").first { $0.hasPrefix(start) }.map { String($0) }
    }

    private func line(_ question: SaltedPasswords.Question) throws -> String { try #require(kept(question)) }

    private func question(
        _ salt: String, _ function: String = "SHA-256", _ iterations: Int = 4096
    )
        -> SaltedPasswords.Question
    { .init(function: function, salt: Array(salt.utf8), iterations: iterations) }

    @Test func `another process need not make it again`() throws {
        let question = question("salt of one")
        SaltedPasswords.remember("", key: Self.key)
        #expect(isMade(question))
        let line = try line(question)
        #expect(!line.contains("pencil"))
        SaltedPasswords.remember(line, key: Self.key)
        #expect(!isMade(question))
        #expect(try self.line(question) == line)
    }

    @Test func `what nobody asked for is not kept`() throws {
        let question = question("salt of two")
        SaltedPasswords.remember("", key: Self.key)
        #expect(isMade(question))
        SaltedPasswords.remember(try line(question), key: Self.key)
        #expect(kept(question) == nil)
    }

    @Test func `another password, salt, function, count or key makes it anew`() throws {
        let first = question("salt of three")
        SaltedPasswords.remember("", key: Self.key)
        #expect(isMade(first))
        let line = try line(first)
        for other in [
            question("salt of four"), question("salt of three", "SHA-512"), question("salt of three", "SHA-256", 4097),
        ] {
            SaltedPasswords.remember(line, key: Self.key)
            #expect(isMade(other))
        }
        SaltedPasswords.remember(line, key: Self.key)
        #expect(isMade(first, "Pencil"))
        SaltedPasswords.remember(line, key: [UInt8](repeating: 8, count: 32))
        #expect(isMade(first))
    }

    /// A wrong answer would be a refused login, and a password that is right would be set anew.
    @Test func `a line that was changed is not believed`() throws {
        let question = question("salt of five")
        SaltedPasswords.remember("", key: Self.key)
        #expect(isMade(question))
        let line = try line(question)
        var words = line.split(separator: " ").map(String.init)
        words[3] = Base64.encode(Array("salted other".utf8))
        for text in [words.joined(separator: " "), String(line.dropLast(3)), line + " x", line.lowercased(), "\0\n"] {
            SaltedPasswords.remember(text, key: Self.key)
            #expect(isMade(question), "\(text)")
        }
    }
}
