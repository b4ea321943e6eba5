/// All the byte sequences under which a secret may turn up.
struct RedactedForms {
    /// None shorter than `Redactor.shortest`.
    let forms: Set<[UInt8]>

    init(of secret: String) {
        var texts = Set(Self.written(secret))
        // Line by line, but the frame of a PEM file, which is no secret.
        let lines = secret.split { $0.isNewline }.map(String.init).filter { !$0.hasPrefix("-----") }
        texts.formUnion(lines.flatMap(Self.written))
        forms = Set(
            texts.filter { $0.unicodeScalars.count >= Redactor.shortest }.map { Array($0.utf8) }
                + (secret.unicodeScalars.count >= Redactor.shortest ? Self.base64(Array(secret.utf8)) : []))
    }

    private static func written(_ text: String) -> [String] {
        // Most tokens and passwords look the same in every writing.
        if text.utf8.allSatisfy(isUnreserved) { return [text] }
        let json = escaped(text, json)
        return [
            text, json, json.replacing("/", with: "\\/"), escaped(text, htmlSafeJSON),
            // POSIX shells, in single quotes in the two usual ways, and in double quotes; SQL (ISO 9075: a doubled quote).
            text.replacing("'", with: "'\\''"), text.replacing("'", with: "'\"'\"'"), text.replacing("'", with: "''"),
            escaped(text) { "\\\"$`".unicodeScalars.contains($0) ? "\\\($0)" : nil },
            // What this program's own messages make of control characters.
            text.shownOnOneLine,
        ]
            + [percent(text, keeping: ""), percent(text, keeping: "!$&'()*+,;=:@/?")].flatMap { encoded in
                [encoded, encoded.lowercasedEscapes, encoded.replacing("%20", with: "+")]
            }
    }

    /// RFC 3986 2.1: unreserved characters are never encoded, what else is kept depends on the program.
    private static func percent(_ text: String, keeping kept: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) || kept.utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }

    /// - Parameter replacement: asked for what is no letter or digit of ASCII, and for nothing beyond it.
    private static func escaped(_ text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if byte < 0x80, !isUnreserved(byte), let new = replacement(Unicode.Scalar(byte)) {
                result += new.utf8
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
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
        return ["+/", "-_"].flatMap { tail -> [[UInt8]] in
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(tail)".utf8)
            let inside = [0, 4, 2].map { first in
                sextets(of: bytes, from: first, count: (bits - first) / 6).map { alphabet[$0] }
            }
            let alone = sextets(of: bytes, from: 0, count: (bits + 5) / 6).map { alphabet[$0] }
            // Fewer characters would hit by chance.
            return inside.filter { $0.count >= 6 } + [alone, alone + padding]
        }
    }

    /// Six bits each, from that bit on; past the end they are zero.
    private static func sextets(of bytes: [UInt8], from first: Int, count: Int) -> [Int] {
        (0..<max(0, count)).map { index in
            (first + index * 6..<first + index * 6 + 6).reduce(0) { value, bit in
                let byte = bit / 8 < bytes.count ? bytes[bit / 8] : 0
                return value << 1 | Int(byte >> (7 - UInt8(bit % 8)) & 1)
            }
        }
    }
}

extension String {
    /// `%2F` as `%2f`; both are right (RFC 3986 2.1).
    fileprivate var lowercasedEscapes: String {
        var result = ""
        var inEscape = 0
        for scalar in unicodeScalars {
            if scalar == "%" {
                inEscape = 3
            }
            result += inEscape > 0 ? String(scalar).lowercased() : String(scalar)
            inEscape -= 1
        }
        return result
    }
}
