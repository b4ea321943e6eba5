/// All the byte sequences under which a secret may turn up.
struct RedactedForms {
    /// None shorter than `Redactor.shortest`. Some stand there twice: to find out costs more than to look twice.
    let forms: [[UInt8]]

    /// - Parameter length: of the text, in bytes, that they are looked for in. No form is shorter than what it is a form of.
    init(of secret: String, within length: Int) {
        // Line by line too, but the frame of a PEM file, which is no secret.
        let lines = Self.lines(secret).filter { !$0.hasPrefix("-----") }
        let texts = (lines == [secret] ? lines : [secret] + lines).filter { $0.utf8.count <= length }
        let forms = texts.flatMap(Self.written).filter(Self.isLong)
        let bytes = Array(secret.utf8)
        self.forms = bytes.count <= length && Self.isLong(bytes) ? forms + Self.base64(bytes) : forms
    }

    private static func lines(_ text: String) -> [String] {
        // Characters are slow to find, and a private key has hundreds. Of ASCII those from 10 to 13 end a line.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return text.split { $0.isNewline }.map(String.init) }
        return text.utf8.split { (10...13).contains($0) }.map { String(Substring($0)) }
    }

    /// In characters, not in bytes.
    private static func isLong(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 4 * Redactor.shortest
            || String(decoding: bytes, as: UTF8.self).unicodeScalars.count >= Redactor.shortest
    }

    private static func written(_ text: String) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        // Most tokens and passwords look the same in every writing; the lines of a private key in nearly every.
        if bytes.allSatisfy(isUnreserved) { return [bytes] }
        let encoded = percent(bytes, keeping: "")
        if bytes.allSatisfy(isOfBase64) {
            return [bytes, escaped(bytes) { $0 == "/" ? "\\/" : nil }, encoded, lowercased(encoded)]
        }
        let escapes: [(Unicode.Scalar) -> String?] = [
            json, { $0 == "/" ? "\\/" : json($0) }, htmlSafeJSON,
            // POSIX shells, in single quotes in the two usual ways, and in double quotes; SQL (ISO 9075: a doubled quote).
            { $0 == "'" ? "'\\''" : nil }, { $0 == "'" ? "'\"'\"'" : nil }, { $0 == "'" ? "''" : nil },
            { "\\\"$`".unicodeScalars.contains($0) ? "\\\($0)" : nil },
        ]
        // A writing that changes none of the bytes that are there is the text itself.
        let special = Set(bytes.filter(isSpecial)).map { Unicode.Scalar($0) }
        let changing = escapes.filter { escape in special.contains { escape($0) != nil } }
        return [bytes] + changing.map { escaped(bytes, $0) }
            // What this program's own messages make of control characters.
            + [Array(text.shownOnOneLine.utf8)]
            + [encoded, percent(bytes, keeping: "!$&'()*+,;=:@/?")].flatMap { encoded in
                [encoded, lowercased(encoded), spaced(encoded)]
            }
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)

    /// RFC 3986 2.1: unreserved characters are never encoded, what else is kept depends on the program.
    private static func percent(_ bytes: [UInt8], keeping kept: String) -> [UInt8] {
        let kept = Array(kept.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if isUnreserved(byte) || kept.contains(byte) {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result.append(hexadecimal[Int(byte >> 4)])
                result.append(hexadecimal[Int(byte & 15)])
            }
        }
        return result
    }

    /// `%2F` as `%2f`; both are right (RFC 3986 2.1).
    private static func lowercased(_ encoded: [UInt8]) -> [UInt8] {
        var result = encoded
        for index in encoded.indices where encoded[index] == UInt8(ascii: "%") {
            // Digits have this bit already.
            for digit in index + 1...index + 2 { result[digit] |= 0x20 }
        }
        return result
    }

    /// `%20` as `+`, as forms are sent (WHATWG URL, section 5).
    private static func spaced(_ encoded: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(encoded.count)
        var index = 0
        while index < encoded.count {
            let isSpace =
                encoded[index] == UInt8(ascii: "%") && index + 2 < encoded.count
                && encoded[index + 1] == UInt8(ascii: "2") && encoded[index + 2] == UInt8(ascii: "0")
            result.append(isSpace ? UInt8(ascii: "+") : encoded[index])
            index += isSpace ? 3 : 1
        }
        return result
    }

    private static func isOfBase64(_ byte: UInt8) -> Bool {
        isUnreserved(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    }

    /// What a way of writing may change: no letter or digit of ASCII, and nothing beyond it.
    private static func isSpecial(_ byte: UInt8) -> Bool { byte < 0x80 && !isUnreserved(byte) }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// - Parameter replacement: asked for what is special alone.
    private static func escaped(_ bytes: [UInt8], _ replacement: (Unicode.Scalar) -> String?) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if isSpecial(byte), let new = replacement(Unicode.Scalar(byte)) {
                result.append(contentsOf: new.utf8)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// RFC 8259 section 7.
    private static func json(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case _ where scalar.value < 0x20:
            return "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: return nil
        }
    }

    /// Go's encoder, which engines answer with, also escapes these three.
    private static func htmlSafeJSON(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "<": "\\u003c"
        case ">": "\\u003e"
        case "&": "\\u0026"
        default: json(scalar)
        }
    }

    /// RFC 4648 sections 4 and 5. Inside a longer text (`user:password`) the secret begins at the first, second or third
    /// byte of a group; only the characters that its own bits fill are alike wherever it stands.
    private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
        let bits = bytes.count * 8
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (3 - bytes.count % 3) % 3)
        let inside = [0, 4, 2].map { first in digits(of: bytes, from: first, count: (bits - first) / 6) }
        let alone = digits(of: bytes, from: 0, count: (bits + 5) / 6)
        // Fewer characters would hit by chance.
        let forms = inside.filter { $0.count >= 6 } + [alone, alone + padding]
        return forms + forms.filter { $0.contains { inURL($0) != $0 } }.map { $0.map(inURL) }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func inURL(_ digit: UInt8) -> UInt8 {
        switch digit {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: digit
        }
    }

    /// One for six bits each, from that bit on; past the end they are zero.
    private static func digits(of bytes: [UInt8], from first: Int, count: Int) -> [UInt8] {
        (0..<max(0, count)).map { index in
            let bit = first + index * 6
            let place = bit / 8
            let next = place + 1 < bytes.count ? Int(bytes[place + 1]) : 0
            return alphabet[(Int(bytes[place]) << 8 | next) >> (10 - bit % 8) & 63]
        }
    }
}
