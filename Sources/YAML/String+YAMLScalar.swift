extension String {
    /// The text as a scalar on one line: plain where every YAML reads it as this very text, else in double quotes.
    func yamlScalar(inFlow: Bool) -> String {
        isPlain(inFlow: inFlow) ? self : doubleQuoted
    }

    /// Several lines that a literal block (`|`) keeps as they are: nothing to escape, no spaces that an editor would
    /// strip or that would be taken for indentation, one line break at the end or none.
    var isYAMLLiteral: Bool {
        guard utf8.contains(UInt8(ascii: "\n")), let first = unicodeScalars.first, first != " ", first != "\n",
            !hasSuffix("\n\n"),
            unicodeScalars.allSatisfy({ $0 == "\n" || $0.isYAMLPrintable })
        else { return false }
        // By bytes: to find characters takes ten times as long, and certificates have many lines.
        var previous = UInt8(ascii: "x")
        for byte in utf8 {
            if byte == UInt8(ascii: "\n"), previous == UInt8(ascii: " ") { return false }
            previous = byte
        }
        return previous != UInt8(ascii: " ")
    }

    private func isPlain(inFlow: Bool) -> Bool {
        // By scalars and bytes throughout: a joining mark after a space would hide the space in a character.
        guard let first = unicodeScalars.first, !first.isYAMLIndicator, first != " ",
            unicodeScalars.last != " ", unicodeScalars.last != ":",
            !["- ", "---", "..."].contains(where: { utf8.starts(with: $0.utf8) })
        else { return false }
        var previous: Unicode.Scalar = "x"
        var isNumberLike = first == "+" || first == "-" || first == "." || ("0"..."9").contains(first)
        for scalar in unicodeScalars {
            guard scalar.isYAMLPrintable else { return false }
            if previous == ":", scalar == " " { return false }
            if previous == " ", scalar == "#" { return false }
            if inFlow, ",[]{}:?".unicodeScalars.contains(scalar) { return false }
            if isNumberLike, !scalar.isInYAMLNumbers { isNumberLike = false }
            previous = scalar
        }
        return !isNumberLike && (utf8.count > 5 || !Self.otherWords.contains(lowercased()))
    }

    private var doubleQuoted: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            case _ where scalar.isYAMLPrintable: text.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let (letter, width) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
                text += "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
            }
        }
        return text + "\""
    }

    /// What YAML 1.1's booleans (type "bool", `y` and `n` included) and nulls look like, in lower case.
    private static let otherWords: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"]
}

extension Unicode.Scalar {
    /// YAML 1.2 section 5.3, without `-`, which is refused only before a space, and with `=` and `<` for YAML 1.1's value
    /// and merge keys.
    fileprivate var isYAMLIndicator: Bool {
        switch self {
        case "?", ":", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "=", "<": true
        default: false
        }
    }

    /// All that occurs in YAML 1.1's and 1.2's numbers and times: decimal, `0x1F`, `0o17`, `0b1`, `1_000`, `12:30`, `1e3`,
    /// `.inf`, `.nan`, `2001-12-14 21:59:43 +1`, `2001-12-14T21:59:43Z`. A text of these alone is put in quotes.
    fileprivate var isInYAMLNumbers: Bool {
        switch self {
        case "0"..."9", "a"..."f", "A"..."F", "x", "X", "o", "O", "t", "T", "z", "Z", "i", "I", "n", "N": true
        case "+", "-", "_", ":", ".", ",", " ": true
        default: false
        }
    }

    /// Stands in a file as itself. YAML 1.1 section 4.1.1, without the tab (invisible), the line breaks (NEL, LS, PS: YAML
    /// 1.2 does not count them as such) and the byte order mark.
    var isYAMLPrintable: Bool {
        switch value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
