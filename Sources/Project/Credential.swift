package import Diagnostics

/// A stored credential: its value, where it came from, and when.
package struct Credential: Sendable, Equatable {
    package enum Source: String, Sendable { case generated, supplied }

    package var value: Secret
    package var source: Source
    /// Seconds since 1970, from the caller's clock.
    package var time: Int64

    package init(value: Secret, source: Source, time: Int64) {
        self.value = value
        self.source = source
        self.time = time
    }

    /// The shortest that may be generated; 8 characters of the alphabet are 47.9 bits.
    package static let shortest = 8

    /// A random text of RFC 4648's url-safe alphabet.
    ///
    /// The first character is a letter or a digit: a value with `-` in front reads as an option.
    /// - Throws: `.badInput` for less than `shortest` characters.
    package static func generate(_ count: Int, time: Int64) throws(Failure) -> Credential {
        guard count >= shortest else {
            throw Failure(
                .badInput, "a generated credential has at least \(shortest) characters, not \(count)",
                hint: "{generate: 32}")
        }
        let plain = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let all = plain + Array("-_".utf8)
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { index in
            let alphabet = index == 0 ? plain : all
            return alphabet[Int.random(in: alphabet.indices, using: &random)]
        }
        return Credential(value: Secret(String(decoding: bytes, as: UTF8.self)), source: .generated, time: time)
    }
}
