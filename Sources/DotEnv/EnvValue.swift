package import Diagnostics

/// What a variable's value may be: every reader of a `.env` file and every shell can carry it.
package enum EnvValue {
    /// Linux takes 128 KiB for a name and its value together (MAX_ARG_STRLEN, execve(2)).
    package static let longest = 128 * 1024 - 1024

    /// What is wrong with it, ready to follow the value's name; nil for a good one.
    /// - Parameter isFromEnvironment: the system made a text of it, whatever it was.
    package static func problem(_ value: String, isFromEnvironment: Bool = false) -> String? {
        // What is repaired becomes this character.
        if isFromEnvironment, value.unicodeScalars.contains("\u{FFFD}") { return "is not valid UTF-8" }
        if value.utf8.count > longest { return "is longer than \(longest) bytes, and no process could have it" }
        for byte in value.utf8 {
            // No process can have it in its environment (POSIX, Base Definitions, section 8.1).
            if byte == 0 { return "contains a NUL byte" }
            // Readers of `.env` files drop it or take it for a line's end.
            if byte == 0x0D { return "contains a carriage return" }
        }
        return nil
    }

    /// The same for bytes that may be no text.
    package static func problem(bytes: some Collection<UInt8>) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return "is not valid UTF-8" }
        return problem(text)
    }

    /// Refuses the value by its variable's name, never showing it.
    package static func check(_ name: String, _ value: String) throws(Failure) {
        if let problem = problem(value) { throw Failure(.badInput, "the value of '\(name)' \(problem)") }
    }
}
