import Diagnostics
import Templates

/// Which units are done, running or out of reach. Pure.
struct Progress {
    let units: [WorkUnit]
    private let graph: StepGraph
    private var states: [State]
    private var toTell: [(node: Int, because: String)] = []
    private var prepared: [Int: PreparedContainer] = [:]

    private enum State {
        case open, running, done
        case failed(Failure)
        case skipped(String)
    }

    init(units: [WorkUnit], graph: StepGraph) {
        self.units = units
        self.graph = graph
        states = units.map { _ in .open }
    }

    /// The first unit whose needs are met; units out of reach are marked on the way.
    mutating func takeReady() -> Int? {
        for index in units.indices {
            guard case .open = states[index] else { continue }
            var isReady = true
            for need in units[index].needs {
                switch states[need.unit] {
                case .open, .running: isReady = false
                case .done: break
                case .failed, .skipped:
                    if need.isRequired { skip(index, because: need.unit) }
                }
            }
            if case .open = states[index], isReady {
                states[index] = .running
                return index
            }
        }
        return nil
    }

    private mutating func skip(_ index: Int, because unit: Int) {
        guard case .open = states[index] else { return }
        let because =
            if case .skipped(let reason) = states[unit] { reason } else { Self.reason(units[unit].kind, graph) }
        states[index] = .skipped(because)
        switch units[index].kind {
        // The preparation is told of by the rest of its step.
        case .run(let node): if !isOwnFailure(index) { toTell.append((node, because)) }
        case .prepare, .wait: break
        }
    }

    /// The step's own first half failed: it has been told already.
    private func isOwnFailure(_ index: Int) -> Bool {
        guard case .run(let node) = units[index].kind else { return false }
        return units[index].needs.contains { need in
            guard case .failed = states[need.unit] else { return false }
            return units[need.unit].kind == .prepare(node: node)
        }
    }

    private static func reason(_ kind: WorkUnit.Kind, _ graph: StepGraph) -> String {
        switch kind {
        case .wait(let wait):
            wait.condition == .completed ? "'\(wait.service)' did not complete" : "'\(wait.service)' is not ready"
        case .prepare(let node), .run(let node): reason(graph.nodes[node].step)
        }
    }

    private static func reason(_ step: Step) -> String {
        switch step.action {
        case .pullImage: "'\(step.name)' could not be pulled"
        case .createNetwork, .recreateNetwork, .createVolume: "\(step.resource) '\(step.name)' could not be created"
        case .remove, .stop: "'\(step.name)' could not be stopped"
        default: "'\(step.name)' is not running"
        }
    }

    mutating func takeSkipped() -> [(node: Int, because: String)] {
        defer { toTell = [] }
        return toTell
    }

    mutating func finish(_ index: Int, _ outcome: Executor.Outcome) {
        switch outcome {
        case .done: states[index] = .done
        case .failed(let failure): states[index] = .failed(failure)
        case .prepared(let container):
            states[index] = .done
            if case .prepare(let node) = units[index].kind { prepared[node] = container }
        }
    }

    func prepared(for unit: WorkUnit) -> PreparedContainer? {
        guard case .run(let node) = unit.kind else { return nil }
        return prepared[node]
    }

    /// Containers that were made and whose turn never came.
    var abandoned: [(node: Int, container: PreparedContainer)] {
        units.indices.compactMap { index in
            guard case .run(let node) = units[index].kind, let container = prepared[node] else { return nil }
            switch states[index] {
            case .open, .skipped: return (node, container)
            case .running, .done, .failed: return nil
            }
        }
    }

    func report(wasCancelled: Bool) -> ExecutionReport {
        var report = ExecutionReport()
        var isUnfinished = false
        for (index, unit) in units.enumerated() {
            switch states[index] {
            case .failed, .skipped: service(of: unit).map { _ = report.troubled.insert($0) }
            case .open, .running, .done: break
            }
            switch states[index] {
            case .open, .running: isUnfinished = true
            case .failed(let failure):
                if case .wait = unit.kind, !isNeeded(index) { continue }
                report.failures.append(failure)
            case .done: if case .run(let node) = unit.kind { report.done.append(graph.nodes[node].step) }
            case .skipped(let because):
                if case .run(let node) = unit.kind, !isOwnFailure(index) {
                    report.skipped.append(.init(step: graph.nodes[node].step, because: because))
                }
            }
        }
        report.failures.removeAll { wasCancelled && $0.exitCode == .interrupted }
        // One that came when everything was done changed nothing.
        report.wasCancelled = wasCancelled && (isUnfinished || report.done.count < graph.nodes.count)
        return report
    }

    private func service(of unit: WorkUnit) -> String? {
        switch unit.kind {
        case .wait(let wait): wait.service
        case .prepare(let node), .run(let node): graph.nodes[node].step.service
        }
    }

    private func isNeeded(_ index: Int) -> Bool {
        units.contains { $0.needs.contains { $0.unit == index && $0.isRequired } }
    }
}
