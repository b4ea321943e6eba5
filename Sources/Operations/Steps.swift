import Compose
import Convergence
import Diagnostics
import Engine
import Profiles
import Templates

/// The steps of one command, and what they were found from.
struct Steps {
    let model: ComposeModel
    let observed: ObservedState
    let graph: StepGraph
    /// Services that the command is about.
    let selected: [ResolvedService]

    static func find(
        _ workspace: borrowing Workspace, _ engine: any EngineReading, _ options: UpOptions
    ) async throws(Failure) -> Steps {
        try await find(model: try workspace.model(), engine, options)
    }

    static func find(
        model: ComposeModel, _ engine: any EngineReading, _ options: UpOptions
    ) async throws(Failure) -> Steps {
        let plan = model.plan
        let observed = try await asking { () async throws(EngineError) in
            try await ObservedState.observe(reader: engine, plan: plan)
        }
        let graph = try Reconciler(model: model, observed: observed, options: reconcile(model, observed, options)).up()
        var wanted = options.services.isEmpty ? Set(plan.enabledServices.map(\.name)) : options.services
        var open = wanted
        while let name = open.popFirst() {
            let needed = plan.service(name)?.definition.dependsOn.filter(\.required).map(\.service) ?? []
            open.formUnion(Set(needed).subtracting(wanted))
            wanted.formUnion(needed)
        }
        return Steps(
            model: model, observed: observed, graph: graph, selected: plan.services.filter { wanted.contains($0.name) })
    }

    static func reconcile(_ model: ComposeModel, _ observed: ObservedState, _ options: UpOptions) -> ReconcileOptions {
        var reconcile = ReconcileOptions()
        reconcile.services = options.services
        reconcile.forceRecreate = options.forceRecreate
        reconcile.removeOrphans = options.removeOrphans
        reconcile.pull = ReconcileOptions.Pull(rawValue: options.pull) ?? .missing
        for name in options.without { reconcile.dropped[name] = "--without \(name)" }
        let others = Reconciler.otherFolders(observed, directory: model.directory)
        reconcile.existingFolders = Set(others.filter(FileMode.isFolder))
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
