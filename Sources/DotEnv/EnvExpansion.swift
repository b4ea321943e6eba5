/// `$X`, `${X}`, `${X:-default}`, `${X-default}`, `${X:+other}`, `${X+other}`, `${X:?message}`, `${X?message}` and `$$`, the
/// forms of compose-spec's interpolation.
struct EnvExpansion {
    private let lookup: (String) -> String?

    init(lookup: @escaping (String) -> String?) { self.lookup = lookup }

    func expand(_ value: [UInt8], at offset: Int) throws(EnvFileMistake) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < value.count {
            guard value[index] == UInt8(ascii: "$") else {
                result.append(value[index])
                index += 1
                continue
            }
            let next = index + 1 < value.count ? value[index + 1] : 0
            if next == UInt8(ascii: "$") {
                result.append(next)
                index += 2
            } else if next == UInt8(ascii: "{") {
                let end = try closingBrace(of: value, from: index + 2, offset)
                result += try braced(Array(value[index + 2..<end]), offset)
                index = end + 1
            } else {
                let name = value[(index + 1)...].prefix(while: Self.isNameByte)
                guard let first = name.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
                    throw EnvFileMistake(
                        offset: offset, message: "a '$' in this value has no name behind it",
                        hint: "write '$$', or put the value in single quotes")
                }
                result += (lookup(String(decoding: name, as: UTF8.self)) ?? "").utf8
                index += 1 + name.count
            }
        }
        return result
    }

    /// The escapes of a double-quoted value; `\$` becomes `$$`, which the interpolation makes one dollar of.
    static func unescaped(_ value: [UInt8]) -> [UInt8] {
        guard value.contains(UInt8(ascii: "\\")) else { return value }
        var result: [UInt8] = []
        var index = 0
        while index < value.count {
            let byte = value[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < value.count else {
                result.append(byte)
                continue
            }
            let escaped = value[index]
            index += 1
            switch escaped {
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "a"): result.append(0x07)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "v"): result.append(0x0B)
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): result.append(escaped)
            case UInt8(ascii: "$"): result += [escaped, escaped]
            default: result += [byte, escaped]
            }
        }
        return result
    }

    private func closingBrace(of value: [UInt8], from start: Int, _ offset: Int) throws(EnvFileMistake) -> Int {
        var depth = 1
        var index = start
        while index < value.count {
            if value[index] == UInt8(ascii: "$"), index + 1 < value.count, value[index + 1] == UInt8(ascii: "{") {
                depth += 1
                index += 1
            } else if value[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
            index += 1
        }
        throw EnvFileMistake(offset: offset, message: "a '${' in this value is not closed", hint: nil)
    }

    private func braced(_ inside: [UInt8], _ offset: Int) throws(EnvFileMistake) -> [UInt8] {
        let name = String(decoding: inside.prefix(while: Self.isNameByte), as: UTF8.self)
        var rest = inside[name.utf8.count...]
        guard VariableName.isValid(name) else {
            throw EnvFileMistake(offset: offset, message: "a '${' in this value has no name behind it", hint: nil)
        }
        let value = lookup(name)
        guard var operation = rest.popFirst() else { return Array((value ?? "").utf8) }
        var isSet = value != nil
        if operation == UInt8(ascii: ":"), let next = rest.popFirst() {
            isSet = !(value ?? "").isEmpty
            operation = next
        }
        switch operation {
        case UInt8(ascii: "-"): return isSet ? Array((value ?? "").utf8) : try expand(Array(rest), at: offset)
        case UInt8(ascii: "+"): return isSet ? try expand(Array(rest), at: offset) : []
        case UInt8(ascii: "?"):
            if isSet { return Array((value ?? "").utf8) }
            let message = String(decoding: rest, as: UTF8.self)
            let why = rest.isEmpty ? "" : ": \(message)"
            throw EnvFileMistake(
                offset: offset, message: "required variable '\(name)' is not set\(why)",
                hint: "export \(name)=…")
        default:
            throw EnvFileMistake(
                offset: offset, message: "'${\(name)' is followed by what is no operator",
                hint: "write ${\(name)}, ${\(name):-default}, ${\(name):+other} or ${\(name):?message}")
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
