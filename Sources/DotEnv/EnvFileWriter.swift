/// Writes values so that docker compose, a shell's `set -a; . ./.env`, python-dotenv and `EnvFileReader` read the same.
///
/// Single quotes where they do for all of them, else double quotes. Of what only some of them interpolate in double quotes,
/// each occurrence becomes a reference to a helper variable, which all of them know: `"it's ${SFM_DEV_X_DOLLAR}5"`.
package enum EnvFileWriter {
    package static let dollarName = "SFM_DEV_X_DOLLAR"
    package static let backtickName = "SFM_DEV_X_BACKTICK"
    package static let hashName = "SFM_DEV_X_HASH"

    /// One entry after the other in the given order, the helpers that they need before them; values as `EnvValue` allows.
    package static func lines(_ entries: [EnvEntry]) -> String {
        var helpers: Set<UInt8> = []
        var body: [UInt8] = []
        for entry in entries {
            body += entry.name.utf8
            body.append(UInt8(ascii: "="))
            append(Array(entry.value.utf8), to: &body, helpers: &helpers)
            body.append(UInt8(ascii: "\n"))
        }
        let before = [UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "#")].filter(helpers.contains).map {
            "\(helperName($0))='\(Unicode.Scalar($0))'\n"
        }
        return before.joined() + String(decoding: body, as: UTF8.self)
    }

    /// Whether it is one of the names that `lines` adds.
    package static func isHelper(_ name: String) -> Bool {
        name == dollarName || name == backtickName || name == hashName
    }

    private static func append(_ value: [UInt8], to body: inout [UInt8], helpers: inout Set<UInt8>) {
        let holdsMarker = ManagedBlock.marksALine(in: value)
        if fitsSingleQuotes(value), !holdsMarker {
            body.append(UInt8(ascii: "'"))
            body += value
            body.append(UInt8(ascii: "'"))
            return
        }
        body.append(UInt8(ascii: "\""))
        var previous: UInt8 = 0
        for byte in value {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""):
                body.append(UInt8(ascii: "\\"))
                body.append(byte)
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                helpers.insert(byte)
                body += "${\(helperName(byte))}".utf8
            case UInt8(ascii: "#") where holdsMarker && previous == UInt8(ascii: "\n"):
                helpers.insert(byte)
                body += "${\(helperName(byte))}".utf8
            default:
                body.append(byte)
            }
            previous = byte
        }
        body.append(UInt8(ascii: "\""))
    }

    private static func fitsSingleQuotes(_ value: [UInt8]) -> Bool {
        // docker compose takes `\'` for a quote: a value must not end in a backslash.
        var previous: UInt8 = 0
        for byte in value {
            switch (previous, byte) {
            case (_, UInt8(ascii: "'")): return false
            // python-dotenv makes one of two backslashes, and interpolates `${X}`, in single quotes too.
            case (UInt8(ascii: "\\"), UInt8(ascii: "\\")), (UInt8(ascii: "$"), UInt8(ascii: "{")): return false
            default: previous = byte
            }
        }
        return previous != UInt8(ascii: "\\")
    }

    private static func helperName(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "$"): dollarName
        case UInt8(ascii: "`"): backtickName
        default: hashName
        }
    }
}
