package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where a command speaks: data to stdout, everything that a person reads to stderr.
package struct Console: Sendable {
    package var isQuiet = false
    /// Requests and answers are told.
    package var isVerbose = false
    package let hasColour: Bool
    package let outputIsTerminal: Bool

    package init(environment: [String: String]) {
        outputIsTerminal = isatty(STDOUT_FILENO) == 1
        hasColour = wantsColour(
            isTerminal: isatty(STDERR_FILENO) == 1, noColor: environment["NO_COLOR"], term: environment["TERM"])
    }

    /// Data, exactly as given. Where it cannot be written the program ends: it would end with 0, and its user would go on
    /// with half of it.
    package func data(_ bytes: [UInt8]) {
        do throws(Failure) { try Descriptors.write(bytes, to: STDOUT_FILENO) } catch {
            report(error.diagnostics)
            exit(error.exitCode.rawValue)
        }
    }

    package func data(_ text: String) { data(Array(text.utf8)) }

    /// A line for the person who looks on; `--quiet` leaves it out.
    package func tell(_ line: String) {
        guard !isQuiet else { return }
        prompt(KnownSecrets.redactor.redacted(line) + "\n")
    }

    /// Warnings and notes; `--quiet` leaves notes out.
    package func report(_ diagnostics: [Diagnostic]) {
        let shown = isQuiet ? diagnostics.filter { $0.severity != .note } : diagnostics
        guard !shown.isEmpty else { return }
        DiagnosticPrinter(colour: hasColour, redactor: KnownSecrets.redactor).print(shown)
    }
}

extension Console {
    /// A question, without a line break.
    package func prompt(_ text: String) {
        // Nobody is left to be told when it cannot be written.
        _ = Descriptors.send(Array(text.utf8), to: STDERR_FILENO)
    }
}
