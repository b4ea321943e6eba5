/// Writes a value as YAML that reads the same under YAML 1.1 and 1.2: block style, two spaces, no folding, a final line
/// break. Equal values give equal bytes.
/// - Parameter header: comment lines above, without their `#`.
package func yamlText(_ value: YAMLValue, header: [String] = []) -> String {
    var writer = YAMLWriter()
    for line in header.flatMap({ $0.split(omittingEmptySubsequences: false) { $0.isNewline } }) {
        writer.text += line.isEmpty ? "#\n" : "# \(String(line.unicodeScalars.filter(\.isYAMLPrintable)))\n"
    }
    writer.write(value, indent: 0, after: .start)
    return writer.text
}

private struct YAMLWriter {
    enum Place {
        case start
        /// Behind `key:`.
        case key
        /// Behind `-` and its space.
        case dash
    }

    /// libyaml and the YAML 1.1 specification (7.4.2 in 1.2) read a key on one line up to this many characters only.
    private static let longestSimpleKey = 1000

    var text = ""

    mutating func write(_ value: YAMLValue, indent: Int, after place: Place) {
        switch value {
        case .list(let items, flow: false) where !items.isEmpty:
            // A list inside a key is indented as docker compose's own output is.
            begin(place)
            for (index, item) in items.enumerated() {
                if index > 0 || place != .dash { pad(indent) }
                text += "- "
                write(item, indent: indent + 2, after: .dash)
            }
        case .mapping(let entries) where !entries.isEmpty:
            begin(place)
            for (index, entry) in entries.enumerated() {
                if index > 0 || place != .dash { pad(indent) }
                key(entry.key, indent: indent)
                write(entry.value, indent: indent + 2, after: .key)
            }
        default:
            if place == .key { text += " " }
            if case .string(let string) = value, string.isYAMLLiteral {
                literal(string, indent: place == .start ? 2 : indent)
            } else {
                flow(value, inside: false)
                text += "\n"
            }
        }
    }

    private mutating func begin(_ place: Place) {
        if place == .key { text += "\n" }
    }

    private mutating func pad(_ indent: Int) {
        text += String(repeating: " ", count: indent)
    }

    private mutating func key(_ key: String, indent: Int) {
        let written = key.yamlScalar(inFlow: false)
        guard written.utf8.count > Self.longestSimpleKey else {
            text += written + ":"
            return
        }
        text += "? \(written)\n"
        pad(indent)
        text += ":"
    }

    /// Everything that stands on one line.
    private mutating func flow(_ value: YAMLValue, inside: Bool) {
        switch value {
        case .string(let string): text += string.yamlScalar(inFlow: inside)
        case .integer(let number): text += String(number)
        case .bool(let flag): text += flag ? "true" : "false"
        case .null: text += "null"
        case .list(let items, _):
            text += "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += ", " }
                flow(item, inside: true)
            }
            text += "]"
        case .mapping(let entries):
            text += "{"
            for (index, entry) in entries.enumerated() {
                if index > 0 { text += ", " }
                text += entry.key.yamlScalar(inFlow: true) + ": "
                flow(entry.value, inside: true)
            }
            text += "}"
        }
    }

    private mutating func literal(_ string: String, indent: Int) {
        let lineBreak = UInt8(ascii: "\n")
        let isEnded = string.utf8.last == lineBreak
        text += isEnded ? "|\n" : "|-\n"
        let lines = isEnded ? string.utf8.dropLast() : string.utf8[...]
        for line in lines.split(separator: lineBreak, omittingEmptySubsequences: false) {
            if !line.isEmpty { pad(indent) }
            // A text alone is appended without looking up what else a sequence of characters may be.
            text += String(Substring(line))
            text += "\n"
        }
    }
}
