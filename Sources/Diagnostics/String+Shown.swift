extension Unicode.Scalar {
    /// What may be written to a terminal in its place: control characters could move the cursor or hide text, and
    /// directional marks could reorder a line (CVE-2021-42574), so they are shown by number.
    var shown: String {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: escaped
        // Joiners belong to scripts and emoji; all other format characters are invisible.
        case .format where value != 0x200C && value != 0x200D: escaped
        default: String(self)
        }
    }

    /// How many columns it takes: wide for the East Asian and emoji blocks of Unicode Annex 11, none for marks that join
    /// the scalar before.
    var columns: Int {
        switch value {
        case 0..<0x300: return 1
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: break
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return 1
        }
    }

    private var escaped: String {
        switch self {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: break
        }
        let digits = String(value, radix: 16)
        let (letter, width) = value <= 0xFF ? ("x", 2) : value <= 0xFFFF ? ("u", 4) : ("U", 8)
        return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
    }
}

extension String {
    /// The text on one line, with everything that a terminal would obey shown by number.
    package var shownOnOneLine: String {
        // The common case, and cheap: printable ASCII has nothing to show.
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
        var result = ""
        for scalar in unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                result.unicodeScalars.append(scalar)
            } else {
                result += scalar.shown
            }
        }
        return result
    }
}
