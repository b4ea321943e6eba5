/// Which names a profile may export.
package enum VariableName {
    /// A shell identifier (POSIX, Base Definitions, section 3.230).
    package static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isDigit(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }

    private static let forbidden: Set<String> = [
        "PATH", "BASH_ENV", "ENV", "IFS", "SHELLOPTS", "PROMPT_COMMAND", "NODE_OPTIONS",
    ]
    private static let forbiddenPrefixes = ["LD_", "DYLD_", "PS", "GIT_", "PYTHON"]

    /// Names that change how programs run: a profile from a stranger's repository must not set them.
    package static func isForbidden(_ name: String) -> Bool {
        forbidden.contains(name) || forbiddenPrefixes.contains { name.hasPrefix($0) && $0 != "PS" }
            || (name.hasPrefix("PS") && name.dropFirst(2).allSatisfy(\.isNumber))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
