/// Collects the mistakes of one run, so that a user sees all of them at once.
package final class Findings {
    package private(set) var diagnostics: [Diagnostic] = []

    package init() {}

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    package func add(_ diagnostic: Diagnostic) {
        // One wrong anchor or template can be met on several ways; it is one mistake.
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }

    package func error(
        _ message: String, at location: SourceLocation? = nil, notes: [Diagnostic.Note] = [], hint: String? = nil
    ) {
        add(Diagnostic(.error, message, at: location, notes: notes, hint: hint))
    }

    package func warning(
        _ message: String, at location: SourceLocation? = nil, notes: [Diagnostic.Note] = [], hint: String? = nil
    ) {
        add(Diagnostic(.warning, message, at: location, notes: notes, hint: hint))
    }

    /// Adds a note to what was found so far and belongs to it.
    package func annotate(_ note: Diagnostic.Note, where belongs: (Diagnostic) -> Bool) {
        for index in diagnostics.indices where belongs(diagnostics[index]) { diagnostics[index].notes.append(note) }
    }

    /// Sorted by place: what has none comes last.
    package var sorted: [Diagnostic] {
        diagnostics.enumerated().sorted { a, b in
            switch (a.element.location, b.element.location) {
            case (let x?, let y?) where x != y: x < y
            case (_?, nil): true
            case (nil, _?): false
            default: a.offset < b.offset
            }
        }.map(\.element)
    }

    /// Ends the run if an error was found.
    package func check(_ exitCode: ExitCode = .badInput) throws(Failure) {
        if hasErrors { throw Failure(exitCode, sorted) }
    }
}
