package import Diagnostics
package import Engine

/// What happens while steps are carried out. Indices are those of the graph's nodes.
package enum ConvergenceEvent: Sendable {
    case stepStarted(Int, Step)
    case stepDone(Int, Step, Duration)
    case stepFailed(Int, Step, Failure)
    /// Not begun, because of what it depends on.
    case stepSkipped(Int, Step, because: String)
    case waiting(StepGraph.Wait)
    case pullProgress(reference: String, PullProgress)
    case note(Diagnostic)
}
