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
    package var redactor: Redactor = .none

    package init(environment: [String: String]) {
        outputIsTerminal = isatty(STDOUT_FILENO) == 1
        hasColour = wantsColour(
            isTerminal: isatty(STDERR_FILENO) == 1, noColor: environment["NO_COLOR"], term: environment["TERM"])
    }

    /// Data, exactly as given.
    package func data(_ bytes: [UInt8]) { Descriptors.write(bytes, to: STDOUT_FILENO) }

    package func data(_ text: String) { data(Array(text.utf8)) }

    /// A line for the person who looks on; `--quiet` leaves it out.
    package func tell(_ line: String) {
        guard !isQuiet else { return }
        let text = redactor.redacted(line) + "\n"
        text.withCString { pointer in _ = write(STDERR_FILENO, pointer, strlen(pointer)) }
    }

    /// Warnings and notes; `--quiet` leaves notes out.
    package func report(_ diagnostics: [Diagnostic]) {
        let shown = isQuiet ? diagnostics.filter { $0.severity != .note } : diagnostics
        guard !shown.isEmpty else { return }
        DiagnosticPrinter(colour: hasColour, redactor: redactor).print(shown)
    }
}

extension Console {
    /// A question, without a line break.
    package func prompt(_ text: String) {
        text.withCString { pointer in _ = write(STDERR_FILENO, pointer, strlen(pointer)) }
    }
}
