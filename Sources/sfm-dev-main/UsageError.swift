import ArgumentParser
import Diagnostics
import DotEnv
import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Words what the argument parser refuses in the project's form; help and versions it prints itself.
enum UsageError {
    static func report(_ error: any Error, _ arguments: [String]) -> Int32 {
        let code = SfmDev.exitCode(for: error)
        guard code != .success else {
            Console(environment: Process.environment).data(SfmDev.fullMessage(for: error) + "\n")
            return 0
        }
        var diagnostic = Diagnostic(.error, message(error), hint: "sfm-dev --help")
        let names = SfmDev.configuration.subcommands.compactMap { $0.configuration.commandName }
        let word = command(arguments)
        if let word, !names.contains(word) {
            diagnostic.message = "unknown command '\(word)'"
            diagnostic.hint = whole(word) ?? suggestion(for: word, among: names, called: "commands")
        } else if let word {
            diagnostic.hint = "sfm-dev \(word) --help"
            inGroup(word, arguments, &diagnostic)
        }
        // An eval around it must fail, be the command itself misspelt; data must stay data.
        let isKnown = word.map(names.contains) ?? false
        let mayBeEvaluated = word == "env" ? !isData(arguments) : !isKnown && isatty(STDOUT_FILENO) == 0
        if mayBeEvaluated { Console(environment: Process.environment).data("false\n") }
        Console(environment: Process.environment).report([diagnostic])
        return Diagnostics.ExitCode.usage.rawValue
    }

    /// `credentials`, `kubernetes` and the like: the word behind counts too.
    private static func inGroup(_ word: String, _ arguments: [String], _ diagnostic: inout Diagnostic) {
        let group = SfmDev.configuration.subcommands.first { $0.configuration.commandName == word }
        let names = group?.configuration.subcommands.compactMap { $0.configuration.commandName } ?? []
        let rest = arguments.drop { $0 != word }.dropFirst()
        guard !names.isEmpty, let next = command(Array(rest)) else { return }
        guard names.contains(next) else {
            diagnostic.message = "unknown command '\(word) \(next)'"
            diagnostic.hint = suggestion(for: next, among: names, called: "commands")
            return
        }
        diagnostic.hint = "sfm-dev \(word) \(next) --help"
    }

    /// The commands of groups that are called so: `rotate` alone is half of one.
    private static func whole(_ word: String) -> String? {
        let groups = SfmDev.configuration.subcommands.filter { group in
            group.configuration.subcommands.contains { $0.configuration.commandName == word }
        }
        guard !groups.isEmpty else { return nil }
        let commands = groups.compactMap { group in group.configuration.commandName.map { "'sfm-dev \($0) \(word)'" } }
        return "did you mean \(commands.joined(separator: " or "))?"
    }

    private static func isData(_ arguments: [String]) -> Bool {
        let shell = arguments.firstIndex(of: "--shell").flatMap { arguments[($0 + 1)...].first }
        let joined = arguments.first { $0.hasPrefix("--shell=") }.map { String($0.dropFirst(8)) }
        return (shell ?? joined).flatMap(ShellKind.init(rawValue:))?.isData ?? false
    }

    /// The first word that is no option and no option's value.
    private static func command(_ arguments: [String]) -> String? {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if ["-C", "--directory", "--profile"].contains(word) {
                rest = rest.dropFirst()
            } else if !word.hasPrefix("-") {
                return word
            }
        }
        return nil
    }

    private static func message(_ error: any Error) -> String {
        var text = SfmDev.message(for: error)
        if text.hasPrefix("Error: ") { text.removeFirst(7) }
        if let end = text.firstIndex(of: "\n") { text = String(text[..<end]) }
        if text.hasSuffix(".") { text.removeLast() }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
