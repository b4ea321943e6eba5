package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `sfm-dev env`, as both programs print it.
package enum EnvCommand {
    package static let surfaces = ["api", "cli", "consumer"]

    /// - Throws: `.usage` for a surface that there is not.
    package static func check(surface: String?) throws(Failure) {
        guard let surface, !surfaces.contains(surface) else { return }
        throw Failure(
            .usage, "unknown surface '\(surface)'",
            hint: suggestion(for: surface, among: surfaces, called: "surfaces"))
    }

    /// - Parameter hash: `Stamp.hash`.
    package static func render(
        _ request: EnvRequest, profile: String, hash: String, exported: [ExportedVariable],
        environment: CallingEnvironment
    ) -> EnvOutput {
        if request.unset { return renderUnset(request, environment: environment) }
        var wanted = exported
        if let surface = request.surface { wanted = exported.filter { $0.surfaces.contains(surface) } }
        var diff = EnvironmentDiff.apply(wanted, profile: profile, hash: hash, environment: environment)
        var messages = request.shell.isData ? [] : diff.notes
        if request.isTerminal, !request.show, diff.exports.contains(where: \.isSecret) {
            for index in diff.exports.indices where diff.exports[index].isSecret {
                diff.exports[index].value = "redacted"
            }
            // Whoever pastes the block has other values than the project.
            diff.marker = nil
            messages.append(
                Diagnostic(.note, "secrets are masked on a terminal", hint: "sfm-dev env --show"))
        }
        return EnvOutput(output: ShellBlock.text(diff, for: request.shell), messages: messages, exitCode: .done)
    }

    /// Needs no project: the calling environment knows what was set.
    package static func renderUnset(_ request: EnvRequest, environment: CallingEnvironment) -> EnvOutput {
        if request.shell.isData {
            let failure = Failure(
                .usage, "--unset has no meaning in the form '\(request.shell.rawValue)', which can only set",
                hint: "eval $(sfm-dev env --unset)")
            return self.failure(failure, shell: request.shell)
        }
        let diff = EnvironmentDiff.undo(environment: environment)
        return EnvOutput(output: ShellBlock.text(diff, for: request.shell), messages: diff.notes, exitCode: .done)
    }

    /// `false`, so that the eval around it fails; nothing where the text is data.
    package static func failure(_ failure: Failure, shell: ShellKind) -> EnvOutput {
        EnvOutput(
            output: shell.isData ? [] : Array("false\n".utf8), messages: failure.diagnostics,
            exitCode: failure.exitCode)
    }

    /// Writes what was rendered, messages first.
    /// - Returns: the exit code.
    package static func send(_ result: EnvOutput, to descriptor: Int32 = 1, colour: Bool = false) -> Int32 {
        if !result.messages.isEmpty { DiagnosticPrinter(colour: colour).print(result.messages) }
        var sent = 0
        while sent < result.output.count {
            let count = result.output.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent)
            }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                return ExitCode.notReached.rawValue
            }
        }
        return result.exitCode.rawValue
    }
}
