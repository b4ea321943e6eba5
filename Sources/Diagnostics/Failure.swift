/// Why a command ends without having done its work: every mistake found, and the exit code.
package struct Failure: Error, Sendable, Equatable {
    package var exitCode: ExitCode
    package var diagnostics: [Diagnostic]

    package init(_ exitCode: ExitCode, _ diagnostics: [Diagnostic]) {
        self.exitCode = exitCode
        self.diagnostics = diagnostics
    }

    package init(
        _ exitCode: ExitCode, _ message: String, at location: SourceLocation? = nil,
        notes: [Diagnostic.Note] = [], hint: String? = nil
    ) {
        self.init(exitCode, [Diagnostic(.error, message, at: location, notes: notes, hint: hint)])
    }
}
