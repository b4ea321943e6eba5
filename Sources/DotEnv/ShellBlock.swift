/// An environment difference as text for one kind of shell: a statement a line, each ending in `;`.
enum ShellBlock {
    static func text(_ diff: EnvironmentDiff, for shell: ShellKind) -> [UInt8] {
        switch shell {
        case .json: return json(diff.exports)
        case .dotenv: return Array(EnvFileWriter.lines(diff.exports.map { EnvEntry($0.name, $0.value) }).utf8)
        case .github: return diff.exports.flatMap(github)
        case .bash, .zsh, .sh, .fish, .powershell: break
        }
        var output: [UInt8] = []
        output.reserveCapacity(diff.exports.count * 128 + 256)
        for name in diff.unsets { output += unset(name, shell).utf8 }
        for variable in diff.exports { set(variable.name, variable.value, shell, &output) }
        if let marker = diff.marker { set(EnvironmentMarker.name, marker.text, shell, &output) }
        return output
    }

    private static func set(_ name: String, _ value: String, _ shell: ShellKind, _ output: inout [UInt8]) {
        let (before, between) =
            switch shell {
            case .fish: ("set -gx ", " ")
            case .powershell: ("$env:", " = ")
            default: ("export ", "=")
            }
        output += before.utf8
        output += name.utf8
        output += between.utf8
        switch shell {
        case .fish: ShellQuoting.fish(value, to: &output)
        case .powershell: ShellQuoting.powershell(value, to: &output)
        case .sh: ShellQuoting.posix(value, to: &output)
        default: ShellQuoting.ansi(value, to: &output)
        }
        output.append(UInt8(ascii: ";"))
        output.append(UInt8(ascii: "\n"))
    }

    /// How the variables get into such a shell.
    static func eval(_ shell: ShellKind) -> String {
        switch shell {
        case .fish: "sfm-dev env | source"
        case .powershell: "(sfm-dev env | Out-String) | Invoke-Expression"
        default: "eval $(sfm-dev env)"
        }
    }

    static func unset(_ name: String, _ shell: ShellKind) -> String {
        switch shell {
        // Without -g a universal variable would go, for all sessions and for good.
        case .fish: "set -eg \(name);\n"
        case .powershell: "Remove-Item -ErrorAction SilentlyContinue Env:\(name);\n"
        // Without -v bash would take a function of that name.
        default: "unset -v \(name);\n"
        }
    }

    private static func json(_ variables: [ExportedVariable]) -> [UInt8] {
        var output = Array("{".utf8)
        for (index, variable) in variables.enumerated() {
            output += (index == 0 ? "\n  " : ",\n  ").utf8
            ShellQuoting.json(variable.name, to: &output)
            output += ": ".utf8
            ShellQuoting.json(variable.value, to: &output)
        }
        return output + (variables.isEmpty ? "}\n" : "\n}\n").utf8
    }

    /// The form for values of several lines in `$GITHUB_ENV`; the delimiter is none of the value's lines.
    private static func github(_ variable: ExportedVariable) -> [UInt8] {
        let lines = Set(variable.value.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) })
        var delimiter = "SFM_DEV_END"
        while lines.contains(delimiter) { delimiter += "_" }
        return Array("\(variable.name)<<\(delimiter)\n\(variable.value)\n\(delimiter)\n".utf8)
    }
}
