import Compose
import Convergence
import Diagnostics
import Engine
import Profiles
import Project
import Templates

/// The steps of one command, and what they were found from.
struct Steps {
    let model: ComposeModel
    let observed: ObservedState
    let graph: StepGraph
    let reconciler: Reconciler
    /// Services that the command is about.
    let selected: [ResolvedService]

    /// - Parameter first: what was listed since the lock is held, and before anything was changed.
    static func find(
        model: ComposeModel, _ engine: any EngineReading, _ options: UpOptions, first: FirstLook? = nil
    ) async throws(Failure) -> Steps {
        let plan = model.plan
        let observed = try await asking { () async throws(EngineError) in
            if let first, first.isOf(plan.project) { return try await first.state(engine, plan) }
            return try await ObservedState.observe(reader: engine, plan: plan)
        }
        let reconciler = Reconciler(model: model, observed: observed, options: reconcile(model, observed, options))
        return Steps(
            model: model, observed: observed, graph: try reconciler.up(), reconciler: reconciler,
            selected: try reconciler.selection().sorted { $0.name < $1.name })
    }

    static func reconcile(_ model: ComposeModel, _ observed: ObservedState, _ options: UpOptions) -> ReconcileOptions {
        var reconcile = ReconcileOptions()
        reconcile.services = options.services
        reconcile.forceRecreate = options.forceRecreate
        reconcile.removeOrphans = options.removeOrphans
        reconcile.pull = options.pull
        reconcile.hasPulled = options.hasPulled
        reconcile.dropped = options.dropped
        reconcile.kept = options.kept
        for service in model.plan.services where !service.isEnabled && options.without.contains(service.name) {
            reconcile.dropped[service.name] = "--without \(service.name)"
        }
        let others = Reconciler.otherFolders(observed, directory: model.directory)
        reconcile.aliases = Set(others.filter { FileFacts.isSame($0, model.directory) })
        reconcile.existingFolders = Set(others.filter { !FileFacts.isGone(folder: $0) })
        return reconcile
    }

    /// Services whose containers are about to start.
    var starting: Set<String> {
        Set(
            graph.steps.compactMap { step in
                switch step.action {
                case .create, .recreate, .start: step.service
                default: nil
                }
            })
    }
}

extension StepGraph {
    /// Ids of containers that go, and give their ports back.
    var removing: Set<String> {
        Set(
            steps.compactMap { step in
                if case .remove(let container, _) = step.action { container.id } else { nil }
            })
    }

    /// Whether an image is pulled.
    var pulls: Bool { steps.contains { if case .pullImage = $0.action { true } else { false } } }
}
