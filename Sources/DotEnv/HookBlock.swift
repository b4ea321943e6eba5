/// The code by which a shell with the hook takes a project's variables on and off. It is evaluated in quotes.
struct HookBlock {
    /// The shell's own memory; see `HookRequest`.
    enum Memory: String {
        case applied = "_sfm_dev_dir"
        case told = "_sfm_dev_told"
        case saved = "_sfm_dev_saved"
        /// The hook is to ask again at once.
        case again = "_sfm_dev_again"
    }

    let shell: ShellKind
    private(set) var text: [UInt8] = []

    init(shell: ShellKind) { self.shell = shell }

    mutating func remember(_ memory: Memory, _ value: String) {
        // A shell started from this one has the variables too and must know from where.
        let isExported = memory == .applied && !value.isEmpty
        let word =
            switch shell {
            case .fish: isExported ? "set -gx" : "set -g"
            // WARN_CREATE_GLOBAL takes every plain assignment for a mistake.
            case .zsh: isExported ? "export" : "typeset -g"
            default: isExported ? "export" : ""
            }
        text += (word.isEmpty ? memory.rawValue : word + " " + memory.rawValue).utf8
        if shell == .fish {
            text.append(UInt8(ascii: " "))
            ShellQuoting.fish(value, to: &text)
        } else {
            text.append(UInt8(ascii: "="))
            ShellQuoting.ansi(value, to: &text)
        }
        text += ";\n".utf8
    }

    /// Keeps what is there, then sets and unsets.
    /// - Parameters:
    ///   - names: what the shell may have a value of its own for, exported or not.
    ///   - exported: those of them that it exports.
    mutating func enter(_ directory: String, _ diff: EnvironmentDiff, saving names: [String], exported: [String]) {
        for name in names {
            let old = Self.old(name)
            let line =
                switch shell {
                // A universal variable belongs to all sessions: it is only hidden, never touched.
                case .fish: "set -qg \(name); and set -g \(old) $\(name);\n"
                case .zsh: "[ -z \"${\(name)+x}\" ] || typeset -g \(old)=\"$\(name)\";\n"
                default: "[ -z \"${\(name)+x}\" ] || \(old)=\"$\(name)\";\n"
                }
            text += line.utf8
        }
        text += ShellBlock.text(diff, for: shell)
        remember(.applied, directory)
        remember(.saved, exported.joined(separator: ","))
        remember(.told, "")
    }

    /// Gives each name the value that was kept, or none, and asks again: the shell may stand in another project.
    /// - Parameter exported: those that the shell exported itself.
    mutating func leave(_ names: [String], exported: [String]) {
        var done: Set<String> = []
        for name in names where done.insert(name).inserted {
            let old = Self.old(name)
            let isExported = exported.contains(name)
            let back =
                switch shell {
                case .fish: isExported ? "set -gx \(name) $\(old)" : "set -eg \(name); set -g \(name) $\(old)"
                case .zsh:
                    isExported ? "export \(name)=\"$\(old)\"" : "unset -v \(name); typeset -g \(name)=\"$\(old)\""
                default: isExported ? "export \(name)=\"$\(old)\"" : "unset -v \(name); \(name)=\"$\(old)\""
                }
            let lines =
                shell == .fish
                ? "if set -q \(old); \(back); \(ShellBlock.unset(old, shell))else; \(ShellBlock.unset(name, shell))end;\n"
                : "if [ -n \"${\(old)+x}\" ]; then \(back); \(ShellBlock.unset(old, shell))"
                    + "else \(ShellBlock.unset(name, shell))fi;\n"
            text += lines.utf8
        }
        text += ShellBlock.unset(Memory.applied.rawValue, shell).utf8
        for memory in [Memory.saved, .told] { remember(memory, "") }
        remember(.again, "1")
    }

    private static func old(_ name: String) -> String { "_sfm_dev_old_\(name)" }
}
