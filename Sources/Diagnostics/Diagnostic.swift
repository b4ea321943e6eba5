/// One thing that a user is told: where, what, the evidence, and what to type next.
package struct Diagnostic: Sendable, Equatable {
    package enum Severity: String, Sendable { case error, warning, note }

    /// Another place or fact that belongs to the same mistake.
    package struct Note: Sendable, Equatable {
        package var location: SourceLocation?
        package var message: String

        package init(_ message: String, at location: SourceLocation? = nil) {
            self.location = location
            self.message = message
        }
    }

    package var severity: Severity
    package var location: SourceLocation?
    /// Lower case, no full stop, values in single quotes; never the value of a secret.
    package var message: String
    package var notes: [Note]
    /// One line; what can be pasted into a shell or a file.
    package var hint: String?

    package init(
        _ severity: Severity = .error, _ message: String, at location: SourceLocation? = nil,
        notes: [Note] = [], hint: String? = nil
    ) {
        self.severity = severity
        self.location = location
        self.message = message
        self.notes = notes
        self.hint = hint
    }
}
