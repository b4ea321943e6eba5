#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Real readers of what this module writes.
enum Program {
    struct Problem: Error { let message: String }

    /// `Readers/<name>`, beside this file.
    static func reader(_ name: String) -> String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/Readers/\(name)"
    }

    static func exists(_ name: String) -> Bool { system("command -v \(name) >/dev/null 2>&1") == 0 }

    /// Whether the programs are there that no package installs.
    static let hasPeers = exists("$SFM_DEV_TEST_PYTHON") && exists("$SFM_DEV_TEST_COMPOSE")

    /// Standard output of a shell command; its failure is thrown.
    static func output(of command: String) throws(Problem) -> [UInt8] {
        guard let pipe = popen(command, "r") else { throw Problem(message: "no shell") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        guard pclose(pipe) == 0 else { throw Problem(message: command) }
        return bytes
    }

    /// Byte for byte: Swift calls texts equal that Unicode only calls equivalent.
    static func isSame(_ read: String?, _ written: String) -> Bool {
        read.map { $0.utf8.elementsEqual(written.utf8) } ?? false
    }

    /// The same in what docker compose printed, which does not quote: `V7=` at a line's start begins a value, and no value
    /// of the tests holds that.
    static func lines(_ output: [UInt8]) -> [String: String] {
        var values: [String: [UInt8]] = [:]
        var name = ""
        // In bytes: a value may begin with a mark that joins the sign before it.
        for line in output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let digits = line.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let rest = line.dropFirst(1 + digits.count)
            if line.first == UInt8(ascii: "V"), !digits.isEmpty, rest.first == UInt8(ascii: "=") {
                name = "V" + String(decoding: digits, as: UTF8.self)
                values[name] = Array(rest.dropFirst())
            } else {
                values[name, default: []] += [UInt8(ascii: "\n")] + line
            }
        }
        // The line break behind the last one is the program's.
        if values[name]?.last == UInt8(ascii: "\n") { values[name]?.removeLast() }
        return values.mapValues { String(decoding: $0, as: UTF8.self) }
    }

    /// The variables `V0`, `V1`, … in what `env -0` printed.
    static func values(_ output: [UInt8]) -> [String: String] {
        var values: [String: String] = [:]
        for entry in output.split(separator: 0) {
            let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: parts[0], as: UTF8.self)
            if name.hasPrefix("V"), parts.count == 2 { values[name] = String(decoding: parts[1], as: UTF8.self) }
        }
        return values
    }
}
