package import Diagnostics
package import Profiles
package import Templates

/// Returns when a service is healthy or completed.
package typealias WaitReady = @Sendable (ResolvedService, Dependency.Condition) async throws(Failure) -> Void

/// How a run of steps ended.
package struct ExecutionReport: Sendable {
    package struct Skipped: Sendable {
        package var step: Step
        package var because: String
    }

    /// In the graph's order.
    package internal(set) var done: [Step] = []
    /// Everything that went wrong, in the graph's order: independent branches go on beside a failure.
    package internal(set) var failures: [Failure] = []
    package internal(set) var skipped: [Skipped] = []
    /// Services that a failure or a skipped step is about.
    package internal(set) var troubled: Set<String> = []
    /// Services whose container could not be made because its name is taken.
    package internal(set) var conflicting: Set<String> = []
    package internal(set) var wasCancelled = false

    package var isComplete: Bool { failures.isEmpty && !wasCancelled }

    /// Ends the command if not everything was done: all failures together, and what they kept from happening.
    /// - Parameter command: what goes on where this was interrupted.
    package func check(again command: String = "sfm-dev up") throws(Failure) {
        guard !isComplete else { return }
        if wasCancelled, failures.isEmpty { throw .interrupted(again: command) }
        var diagnostics = failures.flatMap(\.diagnostics)
        let notes = skipped.map { Diagnostic.Note("\($0.step.name): no \($0.step.verb), because \($0.because)") }
        if let last = diagnostics.indices.last { diagnostics[last].notes += notes }
        // An engine that went away explains all that came after.
        let codes = failures.map(\.exitCode)
        throw Failure(codes.contains(.noEngine) ? .noEngine : codes.first ?? .notReached, diagnostics)
    }
}

extension Failure {
    /// What is told once, however many steps and waits the interruption ended.
    package static func interrupted(again command: String) -> Failure {
        Failure(.interrupted, "interrupted; what still runs keeps running", hint: command)
    }
}
