/// A value in a shell's own quotes.
enum ShellQuoting {
    /// For bash and zsh, where the text survives splitting and globbing: bare, or as `$'…'` in bytes.
    static func ansi(_ value: String, to output: inout [UInt8]) {
        var value = value
        value.withUTF8 { bytes in
            var run = bareCount(bytes, from: 0)
            if run == bytes.count, run > 0 {
                output += bytes
                return
            }
            output += "$'".utf8
            var index = 0
            while true {
                output += bytes[index..<index + run]
                index += run
                guard index < bytes.count else { break }
                escape(bytes[index], to: &output)
                index += 1
                run = bareCount(bytes, from: index)
            }
            output.append(UInt8(ascii: "'"))
        }
    }

    private static func escape(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        if byte == UInt8(ascii: "\n") {
            output.append(UInt8(ascii: "n"))
        } else {
            output.append(UInt8(ascii: "x"))
            output.append(digit(byte >> 4))
            output.append(digit(byte & 15))
        }
    }

    /// POSIX, Shell Command Language, section 2.2.2.
    static func posix(_ value: String, to output: inout [UInt8]) {
        if isBare(value) {
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

    private static func isBare(_ value: String) -> Bool {
        var value = value
        return !value.isEmpty && value.withUTF8 { bareCount($0, from: 0) == $0.count }
    }

    private static func bareCount(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, isBare(bytes[index]) { index += 1 }
        return index - start
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
