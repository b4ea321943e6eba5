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
    /// A transfer broke off and begins anew; the number of the attempt that follows, counted from 1.
    case pullRetried(reference: String, attempt: Int, because: String)
    case note(Diagnostic)
}
