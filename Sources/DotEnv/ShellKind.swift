#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// In which language a block of variables is written.
package enum ShellKind: String, Sendable, CaseIterable {
    case bash, zsh, sh, fish, powershell, dotenv, json, github

    /// Nothing that is evaluated: it can set names but not unset them, and has no way to fail.
    package var isData: Bool { self == .dotenv || self == .json || self == .github }

    /// - Parameters:
    ///   - parents: what the process that asked is called, the surest first.
    ///   - shell: `$SHELL`, the login shell.
    package static func detect(parents: [String?], shell: String?) -> ShellKind {
        parents.lazy.compactMap { $0.flatMap(named) }.first ?? shell.flatMap(named) ?? .bash
    }

    /// What called this process.
    package static func current(environment: CallingEnvironment) -> ShellKind {
        detect(parents: [parentProgram(), parentName()], shell: environment.value("SHELL"))
    }

    /// A program's name or path; a login shell's begins with `-`.
    private static func named(_ program: String) -> ShellKind? {
        let path = Array(program.utf8)
        var name = path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
        if name.first == UInt8(ascii: "-") { name = name.dropFirst() }
        switch String(decoding: name, as: UTF8.self) {
        case "bash": return .bash
        case "zsh": return .zsh
        case "fish": return .fish
        case "sh", "dash", "ash", "ksh", "mksh": return .sh
        case "pwsh", "powershell": return .powershell
        default: return nil
        }
    }

    /// A script's process is named after the script, but its program is the shell.
    private static func parentProgram() -> String? {
        #if os(Linux)
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
                guard let start = buffer.baseAddress else { return nil }
                let count = readlink("/proc/\(getppid())/exe", start, buffer.count)
                guard count > 0 else { return nil }
                return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
        #else
            return nil
        #endif
    }

    /// Of a busybox's shell, the program does not tell.
    private static func parentName() -> String? {
        #if os(Linux)
            guard let bytes = FileBytes.read("/proc/\(getppid())/comm", limit: 64) else { return nil }
            return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        #else
            return nil
        #endif
    }
}
