/// A value in a shell's own quotes.
enum ShellQuoting {
    /// For bash and zsh, where the text survives splitting and globbing: bare, or as `$'…'` in bytes.
    static func ansi(_ value: String, to output: inout [UInt8]) {
        if !value.isEmpty, value.utf8.allSatisfy(isBare) {
            output += value.utf8
            return
        }
        output += "$'".utf8
        for byte in value.utf8 {
            if isBare(byte) {
                output.append(byte)
            } else if byte == UInt8(ascii: "\n") {
                output += "\\n".utf8
            } else {
                output += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        output.append(UInt8(ascii: "'"))
    }

    /// POSIX, Shell Command Language, section 2.2.2.
    static func posix(_ value: String, to output: inout [UInt8]) {
        if !value.isEmpty, value.utf8.allSatisfy(isBare) {
            output += value.utf8
            return
        }
        output.append(UInt8(ascii: "'"))
        for byte in value.utf8 {
            if byte == UInt8(ascii: "'") { output += "'\\''".utf8 } else { output.append(byte) }
        }
        output.append(UInt8(ascii: "'"))
    }

    /// Line breaks stand outside the quotes: `eval (sfm-dev env)` joins lines with spaces.
    static func fish(_ value: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "'"))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): output += "'\\n'".utf8
            case UInt8(ascii: "'"), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "'"))
    }

    /// Typographic quotes end the text too (about_Quoting_Rules): each is doubled.
    static func powershell(_ value: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "'"))
        for scalar in value.unicodeScalars {
            output += String(scalar).utf8
            if scalar == "'" || (0x2018...0x201B).contains(scalar.value) { output += String(scalar).utf8 }
        }
        output.append(UInt8(ascii: "'"))
    }

    /// RFC 8259 section 7.
    static func json(_ value: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): output += "\\n".utf8
            case UInt8(ascii: "\t"): output += "\\t".utf8
            case ..<0x20: output += "\\u00".utf8 + [digit(byte >> 4), digit(byte & 15)]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Right without quotes in every POSIX shell, after splitting and globbing too.
    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "+")...UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "%"):
            true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
