/// The command lines that the front answers itself.
package struct EnvArguments: Sendable, Equatable {
    /// nil: to be detected.
    package var shell: ShellKind?
    package var surface: String?
    package var directory: String?
    package var unset = false
    package var show = false

    /// nil for everything else, mistakes too: the full parser answers those.
    /// - Parameter arguments: without the program's name.
    package static func parse(_ arguments: [String]) -> EnvArguments? {
        guard arguments.first == "env" else { return nil }
        var result = EnvArguments()
        var rest = arguments.dropFirst()
        while let word = rest.popFirst() {
            switch word {
            case "--unset": result.unset = true
            case "--show": result.show = true
            case "--shell", "--surface", "--from", "-C", "--directory":
                guard let value = rest.popFirst(), result.take(word, value) else { return nil }
            default:
                guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")),
                    result.take(String(word[..<equals]), String(word[word.utf8.index(after: equals)...]))
                else { return nil }
            }
        }
        return result
    }

    private mutating func take(_ option: String, _ value: String) -> Bool {
        switch option {
        case "--shell":
            shell = ShellKind(rawValue: value)
            return shell != nil
        case "--surface":
            surface = value
            return EnvCommand.surfaces.contains(value)
        case "--from": return value == "host"
        case "-C", "--directory":
            directory = value
            return !value.isEmpty
        default: return false
        }
    }
}
