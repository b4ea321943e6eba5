/// JSON as Go's `encoding/json` writes it, byte for byte: what docker compose hashes.
indirect enum GoJSON {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([GoJSON])
    /// In this order: a Go struct's fields keep theirs.
    case object([(String, GoJSON)])

    /// A Go map: its keys are sorted bytewise.
    static func map(_ values: [String: GoJSON]) -> GoJSON {
        .object(values.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }.map { ($0, $1) })
    }

    static func strings(_ values: some Sequence<String>) -> GoJSON { .array(values.map { .string($0) }) }

    var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        // compose's cpus are 32 bits wide; Swift prints the same shortest form, but 1 as 1.0.
        case .number(let value): value == value.rounded() ? String(Int64(value)) : "\(Float(value))"
        case .string(let value): Self.quoted(value)
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let fields):
            "{" + fields.map { Self.quoted($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
        }
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
        default: (0x20...0x7E).contains(byte)
        }
    }

    /// Go escapes `&`, `<`, `>` and the two line separators besides what JSON demands.
    private static func quoted(_ text: String) -> String {
        // Nearly every text: no quote, no control character, and all of ASCII.
        if text.utf8.allSatisfy(isLiteral) { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{c}": result += "\\f"
            case "&", "<", ">", "\u{2028}", "\u{2029}", "\u{0}"..<" ":
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
