/// Finds where a text stops being JSON (RFC 8259); the decoder says only that it does.
struct JSONFault {
    /// Deeper than any file of `.sfm-dev/`, and far from the end of the stack.
    private static let deepest = 100

    private let scalars: [Unicode.Scalar]
    private var position = 0

    /// Line and column of the first fault, counted from 1; the end of the text where something is missing there; nil
    /// where there is none.
    static func place(in text: String) -> (line: Int, column: Int)? {
        var scan = JSONFault(text)
        if scan.value(0) {
            scan.space()
            if scan.next == nil { return nil }
        }
        let before = scan.scalars[..<scan.position]
        let start = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return (before.count { $0 == "\n" } + 1, scan.position - start + 1)
    }

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func space() {
        while let next, " \t\n\r".unicodeScalars.contains(next) { position += 1 }
    }

    /// False at a fault, with the position on it.
    private mutating func value(_ depth: Int) -> Bool {
        space()
        switch next {
        case "{": return depth < Self.deepest && list(closing: "}") { $0.member(depth) }
        case "[": return depth < Self.deepest && list(closing: "]") { $0.value(depth + 1) }
        case "\"": return string()
        case "t": return word("true")
        case "f": return word("false")
        case "n": return word("null")
        default: return number()
        }
    }

    private mutating func list(closing end: Unicode.Scalar, _ item: (inout JSONFault) -> Bool) -> Bool {
        position += 1
        space()
        if take(end) { return true }
        while item(&self) {
            space()
            if take(end) { return true }
            guard take(",") else { return false }
        }
        return false
    }

    private mutating func member(_ depth: Int) -> Bool {
        space()
        guard next == "\"", string() else { return false }
        space()
        return take(":") && value(depth + 1)
    }

    private mutating func string() -> Bool {
        position += 1
        while let next {
            if next.value < 0x20 { return false }
            position += next == "\\" ? 2 : 1
            if next == "\"" { return true }
        }
        position = scalars.count
        return false
    }

    private mutating func number() -> Bool {
        let start = position
        while let next, "+-.eE0123456789".unicodeScalars.contains(next) { position += 1 }
        return position > start
    }

    private mutating func word(_ word: String) -> Bool {
        guard scalars[position...].starts(with: word.unicodeScalars) else { return false }
        position += word.unicodeScalars.count
        return true
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }
}
