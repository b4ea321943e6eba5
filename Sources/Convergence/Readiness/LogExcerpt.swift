package import Diagnostics

/// The end of a container's log as it may be shown: secrets out, control characters visible.
package enum LogExcerpt {
    /// The last lines of `log`, at most `count`, each cut at 240 characters, which is three lines of a terminal.
    package static func lines(of log: [UInt8], last count: Int = 10, hiding secrets: [Secret]) -> [String] {
        let lines = String(decoding: log, as: UTF8.self).split(omittingEmptySubsequences: true) { $0.isNewline }
        return lines.suffix(count).map { line in
            let text = visible(hide(secrets, in: String(line)))
            return text.count > 240 ? text.prefix(239) + "…" : text
        }
    }

    /// The text without the secrets, in the form that they have and in the one that they have inside a URL.
    package static func hide(_ secrets: [Secret], in text: String) -> String {
        let values = secrets.filter(\.isSecret).map { $0.reveal() }.filter { !$0.isEmpty }
        var result = text
        // The longest first: a secret may be part of another one.
        for value in Set(values + values.map(percentEncoded)).sorted(by: { ($1.utf8.count, $0) < ($0.utf8.count, $1) })
        {
            result = replace(value, in: result)
        }
        return result
    }

    /// Escape sequences could move the cursor, change the window's title or hide what follows; a tab stays.
    package static func visible(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.append(scalar)
            case 0x00..<0x20, 0x7F:
                // As terminals echo them: ^[ for escape, ^? for delete.
                let letter = Unicode.Scalar(UInt8(scalar.value ^ 0x40))
                result.append(contentsOf: "^\(letter)".unicodeScalars)
            // C1 controls, and the marks that turn the direction of the text that follows.
            case 0x80..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func replace(_ value: String, in text: String) -> String {
        let value = Array(value.utf8)
        let text = Array(text.utf8)
        guard text.count >= value.count else { return String(decoding: text, as: UTF8.self) }
        var result: [UInt8] = []
        var position = 0
        while position < text.count {
            if text[position...].starts(with: value) {
                result += Array("[redacted]".utf8)
                position += value.count
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// RFC 3986, section 2.1: everything but the unreserved characters.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(Character(Unicode.Scalar(byte)))
            default: result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
