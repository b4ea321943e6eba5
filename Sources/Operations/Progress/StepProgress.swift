import Convergence
import Diagnostics
import Engine

/// Tells what happens, a line for each step, as it is done. On a terminal, images on their way are shown below, in lines
/// that change.
actor StepProgress {
    private let console: Console
    /// A line for services too that were ready at once.
    private let showsReady: Bool
    /// Images on their way, in the order of their beginning.
    private var pulls: [(name: String, state: PullState)] = []
    private var told: [Diagnostic] = []
    private let rotates: Bool
    /// How many things were made true inside services.
    private(set) var seeded = 0
    /// nil where there is no screen to draw on, or others write to it too.
    private var region: LiveRegion?

    init(console: Console, showsReady: Bool = false, rotates: Bool = false) {
        self.rotates = rotates
        self.console = console
        self.showsReady = showsReady
        // With `--verbose` each request is a line, written by whoever made it.
        if console.hasColour, !console.isQuiet, !console.isVerbose {
            region = LiveRegion { console.prompt(KnownSecrets.redactor.redacted($0)) }
        }
    }

    func take(_ event: ConvergenceEvent) {
        switch event {
        case .stepStarted(_, let step): if step.verb == "pull" { begin(step) }
        case .stepDone(_, let step, let duration): done(step, duration)
        case .stepFailed(_, let step, _): if step.verb == "pull" { end(step.name) }
        case .waiting: break
        case .stepSkipped(_, let step, let cause): line(step.name, "skipped", cause)
        case .pullProgress(let reference, let progress): pull(reference, progress)
        case .pullRetried(let reference, let attempt, let cause):
            replace(reference, PullState())
            line(reference, "pull", "attempt \(attempt), because the last one ended: \(cause.shownOnOneLine)")
        case .note(let diagnostic): tell(diagnostic)
        }
    }

    func take(_ event: SeedEvent) {
        switch event {
        case .repaired(let service, let repair):
            seeded += 1
            // What a rotation replaces was not wrong.
            if rotates {
                line(service, "rotate", repair.what)
            } else {
                line(service, "repair", "\(repair.what): \(repair.cause)")
            }
        case .applied(let service, let seed, let cause):
            seeded += 1
            line(service, "seed", "\(seed): \(cause)")
        case .note(let diagnostic): tell(diagnostic)
        }
    }

    /// What holds for several services is told once.
    private func tell(_ diagnostic: Diagnostic) {
        guard !told.contains(diagnostic) else { return }
        told.append(diagnostic)
        stay { console.report([diagnostic]) }
    }

    func ready(_ service: String, after duration: Duration) {
        if duration > .milliseconds(500) || showsReady || console.isVerbose { line(service, "ready", "", duration) }
    }

    // MARK: - Pulls

    private func begin(_ step: Step) {
        pulls.append((step.name, PullState()))
        if region == nil { line(step.name, "pull", step.cause) } else { draw(isUrgent: true) }
    }

    private func done(_ step: Step, _ duration: Duration) {
        guard step.verb == "pull" else { return line(step.name, step.verb, step.cause, duration) }
        let result = end(step.name).map(PullLines.result) ?? ""
        let cause = [step.cause, result].filter { !$0.isEmpty }.joined(separator: "; ")
        line(step.name, "pull done", cause, duration)
    }

    private func pull(_ reference: String, _ progress: PullProgress) {
        guard let index = pulls.firstIndex(where: { $0.name == reference }) else { return }
        let before = pulls[index].state.layers.map(\.phase)
        let reached = pulls[index].state.take(progress)
        if region == nil || reached?.mark == .retry, let reached {
            line(reference, "pull", PullLines.sparse(reached.layer, reached.mark))
        }
        draw(isUrgent: pulls[index].state.layers.map(\.phase) != before)
    }

    @discardableResult
    private func end(_ name: String) -> PullState? {
        guard let index = pulls.firstIndex(where: { $0.name == name }) else { return nil }
        let state = pulls.remove(at: index).state
        draw(isUrgent: true)
        return state
    }

    private func replace(_ name: String, _ state: PullState) {
        guard let index = pulls.firstIndex(where: { $0.name == name }) else { return }
        pulls[index].state = state
    }

    private func draw(isUrgent: Bool) {
        guard region != nil else { return }
        let size = LiveRegion.size()
        // The cursor stands on a line of its own, and a line as wide as the terminal would begin another.
        let lines = PullLines.live(pulls, rows: size.rows - 1, columns: size.columns - 1)
        region?.draw(lines, isUrgent: isUrgent, at: .now)
    }

    // MARK: - Lines

    /// Writes what does not change any more.
    private func stay(_ write: () -> Void) {
        if region == nil { write() } else { region?.above(write) }
    }

    private func line(_ name: String, _ verb: String, _ cause: String, _ duration: Duration? = nil) {
        var text = name.padded(to: 20) + "  " + verb.padded(to: 9) + "  " + cause
        if let duration {
            text += (cause.isEmpty ? "" : "  ") + "(\(duration.shown))"
        }
        while text.last == " " { text.removeLast() }
        stay { console.tell(text) }
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
