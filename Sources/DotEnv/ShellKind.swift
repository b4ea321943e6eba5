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
    ///   - parent: the name of the process that asked.
    ///   - shell: `$SHELL`, the login shell.
    package static func detect(parent: String?, shell: String?) -> ShellKind {
        parent.flatMap(named) ?? shell.flatMap(named) ?? .bash
    }

    /// What called this process.
    package static func current(environment: CallingEnvironment) -> ShellKind {
        detect(parent: parentName(), shell: environment.value("SHELL"))
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

    private static func parentName() -> String? {
        #if os(Linux)
            guard let bytes = FileBytes.read("/proc/\(getppid())/comm", limit: 64) else { return nil }
            return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        #else
            return nil
        #endif
    }
}
