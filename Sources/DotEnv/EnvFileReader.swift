package import Diagnostics

/// Reads `.env` files as docker compose does: quotes, escapes, `export`, comments, values of several lines, interpolation.
package enum EnvFileReader {
    /// The entries in their order; a name that is defined twice stands twice.
    /// - Parameter lookup: what a bare `NAME` line and `${NAME}` find first, as in docker compose the caller's environment.
    /// - Throws: `.badInput` at line and column.
    package static func read(
        _ file: SourceFile, lookup: @escaping (String) -> String? = { _ in nil }
    ) throws(Failure) -> [EnvEntry] {
        var parser = EnvFileParser(bytes: Array(file.text.utf8))
        do throws(EnvFileMistake) {
            return try parser.entries(lookup: lookup)
        } catch {
            let (line, column) = parser.place(of: error.offset)
            throw Failure(
                .badInput, error.message, at: SourceLocation(file: file, line: line, column: column), hint: error.hint)
        }
    }
}

struct EnvFileMistake: Error {
    var offset: Int
    var message: String
    var hint: String?
}

private struct EnvFileParser {
    let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// So many are searched one by one: a dictionary costs the front more.
    private static let few = 64
    /// Else what a value's interpolation may ask for.
    private var known: [String: String] = [:]

    init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    mutating func entries(lookup: @escaping (String) -> String?) throws(EnvFileMistake) -> [EnvEntry] {
        var entries: [EnvEntry] = []
        // Interpolation is rare: names are gathered only when a value asks.
        var gathered = 0
        while skipToStatement() {
            let start = line
            guard let name = try name() else {
                continue
            }
            guard name.hasValue else {
                if let value = lookup(name.text) { entries.append(EnvEntry(name.text, value, line: start)) }
                continue
            }
            let (raw, offset, interpolates) = try value()
            var value = raw
            if interpolates, raw.contains(UInt8(ascii: "$")) {
                if entries.count > Self.few {
                    for entry in entries[gathered...] { known[entry.name] = entry.value }
                    gathered = entries.count
                }
                let expansion = EnvExpansion { [entries, known] name in
                    lookup(name)
                        ?? (entries.count > Self.few ? known[name] : entries.last { $0.name == name }?.value)
                }
                value = try expansion.expand(raw, at: offset)
            }
            entries.append(EnvEntry(name.text, String(decoding: value, as: UTF8.self), line: start))
        }
        return entries
    }

    /// Line and column, counted from 1, in scalars.
    func place(of offset: Int) -> (Int, Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = before.count { $0 == UInt8(ascii: "\n") }
        return (line + 1, before[start...].count { $0 & 0xC0 != 0x80 } + 1)
    }

    /// Past blank space and comments; false at the end.
    private mutating func skipToStatement() -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\n"):
                line += 1
                position += 1
            case UInt8(ascii: "#"): skipLine()
            case let byte where isBlank(byte): position += 1
            default: return true
            }
        }
        return false
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    }

    /// Up to and with the `=`; a name alone on its line has no value here.
    private mutating func name() throws(EnvFileMistake) -> (text: String, hasValue: Bool)? {
        if bytes[position] == UInt8(ascii: "e"), position + 6 < bytes.count, isBlank(bytes[position + 6]),
            bytes[position...].starts(with: "export".utf8)
        {
            position += 6
            skipBlanks()
        }
        let start = position
        while position < bytes.count, isNameByte(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        skipBlanks()
        guard position < bytes.count, bytes[position] != UInt8(ascii: "\n") else {
            return text.isEmpty ? nil : (text, false)
        }
        let separator = bytes[position]
        guard separator == UInt8(ascii: "=") || separator == UInt8(ascii: ":"), !text.isEmpty else {
            let shown = text.isEmpty ? "a name" : "'=' behind '\(text)'"
            throw EnvFileMistake(offset: position, message: "expected \(shown)", hint: "write NAME='value'")
        }
        position += 1
        skipBlanks()
        return (text, true)
    }

    /// The value before interpolation, where it begins, and whether it is interpolated.
    private mutating func value() throws(EnvFileMistake) -> ([UInt8], Int, Bool) {
        let start = position
        guard position < bytes.count else { return ([], start, false) }
        switch bytes[position] {
        case UInt8(ascii: "'"): return (try quoted(UInt8(ascii: "'")), start, false)
        case UInt8(ascii: "\""): return (EnvExpansion.unescaped(try quoted(UInt8(ascii: "\""))), start, true)
        default: return (bare(), start, true)
        }
    }

    private mutating func bare() -> [UInt8] {
        let start = position
        skipLine()
        var value = bytes[start..<position]
        let comment = value.indices.first { value[$0] == UInt8(ascii: "#") && $0 > start && bytes[$0 - 1] == 0x20 }
        if let comment { value = value[..<comment] }
        while let last = value.last, isBlank(last) { value.removeLast() }
        return Array(value)
    }

    /// Behind the closing quote afterwards. An escaped quote is one; every other backslash stays.
    private mutating func quoted(_ quote: UInt8) throws(EnvFileMistake) -> [UInt8] {
        let start = position
        // Most values have no backslash and no CR: they are one piece. On the buffer: the front reads every one of them.
        let (end, breaks) = bytes.withUnsafeBufferPointer { bytes in
            var (end, breaks) = (start + 1, 0)
            while end < bytes.count {
                let byte = bytes[end]
                if byte == quote || byte == UInt8(ascii: "\\") || byte == 0x0D { break }
                if byte == UInt8(ascii: "\n") { breaks += 1 }
                end += 1
            }
            return (end, breaks)
        }
        position = end
        line += breaks
        var value = Array(bytes[start + 1..<position])
        while position < bytes.count, bytes[position] != quote {
            var byte = bytes[position]
            if byte == UInt8(ascii: "\\"), position + 1 < bytes.count {
                position += 1
                if bytes[position] != quote { value.append(byte) }
                byte = bytes[position]
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            // docker compose reads CRLF as LF, in values too.
            if byte == 0x0D, position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\n") {
                position += 1
                continue
            }
            value.append(byte)
            position += 1
        }
        guard position < bytes.count else {
            throw EnvFileMistake(offset: start, message: "this quote is not closed", hint: nil)
        }
        position += 1
        try expectLineEnd()
        return value
    }

    /// docker compose would take the rest for another name, a shell for more of the value.
    private mutating func expectLineEnd() throws(EnvFileMistake) {
        skipBlanks()
        guard position < bytes.count, bytes[position] != UInt8(ascii: "\n"), bytes[position] != UInt8(ascii: "#")
        else { return }
        throw EnvFileMistake(
            offset: position, message: "unexpected text behind the closing quote",
            hint: "put the whole value between the quotes")
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || (0x0B...0x0D).contains(byte) }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "["), UInt8(ascii: "]"), 0x80...:
            true
        default: false
        }
    }
}
