import Diagnostics
import DotEnv

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// nil: the full program answers.
private func answer() -> EnvOutput? {
    let words = Array(CommandLine.arguments.dropFirst())
    if let arguments = EnvArguments.parse(words) { return env(arguments, environment: .process) }
    guard words.first == "hook" else { return nil }
    let environment = CallingEnvironment.process
    guard let request = HookRequest(arguments: words, environment: environment),
        let place = HookPlace.front(request, environment)
    else { return nil }
    return withoutMessages(HookCommand.render(request, place, environment: environment))
}

private func env(_ arguments: EnvArguments, environment: CallingEnvironment) -> EnvOutput? {
    let request = EnvRequest(
        shell: arguments.shell ?? ShellKind.current(environment: environment), surface: arguments.surface,
        unset: arguments.unset, show: arguments.show, isTerminal: isatty(STDOUT_FILENO) == 1)
    if request.unset {
        let result = EnvCommand.renderUnset(request, environment: environment)
        return result.exitCode == .done ? result : nil
    }
    guard let directory = try? ProjectDirectory.find(option: arguments.directory, environment: environment),
        let files = ValidFiles.load(directory, environment: environment)
    else { return nil }
    return withoutMessages(
        EnvCommand.render(
            request, profile: files.profile, hash: files.hash, exported: files.exported, environment: environment))
}

/// Messages are the full program's, which knows how this terminal wants them.
private func withoutMessages(_ output: EnvOutput) -> EnvOutput? { output.messages.isEmpty ? output : nil }

if let result = answer() { exit(EnvCommand.send(result)) }
let shell = EnvArguments.parse(Array(CommandLine.arguments.dropFirst()))?.shell ?? .bash
exit(EnvCommand.send(EnvCommand.failure(MainProgram.become(), shell: shell)))
