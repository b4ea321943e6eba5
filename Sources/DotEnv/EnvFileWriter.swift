/// Writes values so that docker compose, a shell's `set -a; . ./.env`, python-dotenv and `EnvFileReader` read the same.
///
/// Single quotes where they do for all of them, else double quotes. Of what only some of them interpolate in double quotes,
/// each occurrence becomes a reference to a helper variable, which all of them know: `"it's ${SFM_DEV_X_DOLLAR}5"`.
package enum EnvFileWriter {
    /// In the order in which they are written.
    private enum Helper: String, CaseIterable {
        case dollar = "$"
        case backtick = "`"
        case hash = "#"
        case empty = ""

        var name: String {
            switch self {
            case .dollar: "SFM_DEV_X_DOLLAR"
            case .backtick: "SFM_DEV_X_BACKTICK"
            case .hash: "SFM_DEV_X_HASH"
            case .empty: "SFM_DEV_X_EMPTY"
            }
        }
    }

    /// One entry after the other in the given order, the helpers that they need before them; values as `EnvValue` allows.
    package static func lines(_ entries: [EnvEntry]) -> String {
        var helpers: Set<Helper> = []
        var body: [UInt8] = []
        for entry in entries {
            body += entry.name.utf8
            body.append(UInt8(ascii: "="))
            append(Array(entry.value.utf8), to: &body, helpers: &helpers)
            body.append(UInt8(ascii: "\n"))
        }
        let before = Helper.allCases.filter(helpers.contains).map { "\($0.name)='\($0.rawValue)'\n" }
        return before.joined() + String(decoding: body, as: UTF8.self)
    }

    /// Whether it is one of the names that `lines` adds.
    package static func isHelper(_ name: String) -> Bool {
        name.hasPrefix("SFM_DEV_X_") && Helper.allCases.contains { $0.name == name }
    }

    private static func append(_ value: [UInt8], to body: inout [UInt8], helpers: inout Set<Helper>) {
        let holdsMarker = ManagedBlock.marksALine(in: value)
        if fitsSingleQuotes(value), !holdsMarker {
            body.append(UInt8(ascii: "'"))
            body += value
            body.append(UInt8(ascii: "'"))
            return
        }
        func refer(to helper: Helper) {
            helpers.insert(helper)
            body += "${\(helper.name)}".utf8
        }
        body.append(UInt8(ascii: "\""))
        var previous: UInt8 = 0
        for byte in value {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""):
                body.append(UInt8(ascii: "\\"))
                body.append(byte)
            case UInt8(ascii: "$"): refer(to: .dollar)
            case UInt8(ascii: "`"): refer(to: .backtick)
            case UInt8(ascii: "#") where holdsMarker && previous == UInt8(ascii: "\n"): refer(to: .hash)
            default: body.append(byte)
            }
            previous = byte
        }
        // python-dotenv takes `\\"` for an escaped quote and reads on to the next one.
        if previous == UInt8(ascii: "\\") { refer(to: .empty) }
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
}
