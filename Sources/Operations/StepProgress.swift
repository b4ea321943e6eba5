import Convergence
import Diagnostics
import Engine

/// Tells what happens, a line for each step, as it is done.
actor StepProgress {
    private let console: Console
    private let showsTimes: Bool
    /// The last tenth of each pull that was told.
    private var pulled: [String: Int64] = [:]
    private var told: [Diagnostic] = []

    init(console: Console, showsTimes: Bool) {
        self.console = console
        self.showsTimes = showsTimes
    }

    func take(_ event: ConvergenceEvent) {
        switch event {
        case .stepStarted(_, let step): if step.verb == "pull" { line(step.name, "pull", step.cause) }
        case .stepDone(_, let step, let duration):
            line(step.name, step.verb + (step.verb == "pull" ? " done" : ""), step.cause, duration)
        case .stepFailed, .waiting, .pullRetried: break
        case .stepSkipped(_, let step, let cause): line(step.name, "skipped", cause)
        case .pullProgress(let reference, let progress): pull(reference, progress)
        case .note(let diagnostic): tell(diagnostic)
        }
    }

    /// What holds for several services is told once.
    private func tell(_ diagnostic: Diagnostic) {
        guard !told.contains(diagnostic) else { return }
        told.append(diagnostic)
        console.report([diagnostic])
    }

    func ready(_ service: String, after duration: Duration) {
        if duration > .milliseconds(500) || console.isVerbose { line(service, "ready", "", duration) }
    }

    private func pull(_ reference: String, _ progress: PullProgress) {
        guard let current = progress.current, let total = progress.total, total > 0, let id = progress.id else {
            return
        }
        let tenth = Int64(current) * 10 / Int64(total)
        guard pulled[id] ?? -1 < tenth else { return }
        pulled[id] = tenth
        if tenth % 5 == 0 { line(reference, "pull", "\(id) \(tenth * 10) %") }
    }

    private func line(_ name: String, _ verb: String, _ cause: String, _ duration: Duration? = nil) {
        var text = name.padded(to: 20) + "  " + verb.padded(to: 9) + "  " + cause
        if let duration, showsTimes || duration >= .milliseconds(500) {
            text += (cause.isEmpty ? "" : "  ") + "(\(duration.shown))"
        }
        while text.last == " " { text.removeLast() }
        console.tell(text)
    }
}

extension Duration {
    /// `0.4 s`, `12 ms`.
    var shown: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        guard milliseconds >= 100 else { return "\(milliseconds) ms" }
        return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s"
    }
}
