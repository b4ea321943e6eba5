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
        if shell == .fish {
            text += "set -g \(memory.rawValue) ".utf8
            ShellQuoting.fish(value, to: &text)
        } else {
            text += "\(memory.rawValue)=".utf8
            ShellQuoting.ansi(value, to: &text)
        }
        text += ";\n".utf8
    }

    /// Keeps what is there, then sets and unsets.
    mutating func enter(_ directory: String, _ diff: EnvironmentDiff, saving names: [String]) {
        for name in names {
            text += (shell == .fish ? "set -g \(Self.old(name)) $\(name);\n" : "\(Self.old(name))=$\(name);\n").utf8
        }
        text += ShellBlock.text(diff, for: shell)
        remember(.applied, directory)
        remember(.saved, names.joined(separator: ","))
        remember(.told, "")
    }

    /// Gives each name the value that was kept, or none, and asks again: the shell may stand in another project.
    mutating func leave(_ names: [String]) {
        var done: Set<String> = []
        for name in names where done.insert(name).inserted {
            let old = Self.old(name)
            let lines =
                shell == .fish
                ? "if set -q \(old); set -gx \(name) $\(old); set -e \(old); else; set -e \(name); end;\n"
                : "if [ -n \"${\(old)+x}\" ]; then export \(name)=\"$\(old)\"; unset -v \(old); "
                    + "else unset -v \(name); fi;\n"
            text += lines.utf8
        }
        for memory in [Memory.applied, .saved, .told] { remember(memory, "") }
        remember(.again, "1")
    }

    private static func old(_ name: String) -> String { "_sfm_dev_old_\(name)" }
}
