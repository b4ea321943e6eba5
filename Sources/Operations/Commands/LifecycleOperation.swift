import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `down`, `stop`, `start` and `restart`.
package enum LifecycleOperation {
    package enum Verb: String, Sendable { case down, stop, start, restart }

    /// - Parameter seeds: whether `start` and `restart` make true again what a server may have lost with its process.
    package static func run(
        _ verb: Verb, _ invocation: Invocation, services: Set<String> = [], volumes: Bool = false, seeds: Bool = true
    ) async throws(Failure) {
        let draft = try WorkspaceDraft(invocation, certificates: .stored)
        try draft.requireUntracked()
        let connection = try await EngineConnection.open(invocation)
        var workspace = try await draft.open(writing: nil, adoptingEdits: false)
        let console = invocation.console
        let engine = connection.client
        let model = try workspace.model()
        let plan = workspace.plan.repeatable
        let observed = try await asking { () async throws(EngineError) in
            try await ObservedState.observe(reader: engine, plan: plan)
        }
        if verb == .start || verb == .restart, let note = workspace.checkout.leftNote {
            // They would be started as another profile made them.
            throw Failure(.refused, note.message, hint: "sfm-dev up")
        }
        var options = UpOptions()
        options.services = services
        let reconciler = Reconciler(
            model: model, observed: observed, options: Steps.reconcile(model, observed, options))
        let graph =
            switch verb {
            case .down: try reconciler.down(volumes: volumes)
            case .stop: try reconciler.stop()
            case .start: try reconciler.start()
            case .restart: try reconciler.restart()
            }
        let progress = StepProgress(console: console)
        let again = invocation.again(services, volumes: volumes)
        var waiter = Waiter(plan: plan, engine: engine, limit: nil, observed: nil, again: again)
        if seeds, verb == .start || verb == .restart, try isWritten(workspace, model) {
            waiter.seeds = (try ServerLedger(workspace.checkout.folder), observed, progress)
            waiter.unseeded = Set(plan.services.filter { !reconciler.isCurrent($0) }.map(\.name))
        }
        let executor = Executor(
            engine: engine, api: connection.version.api, model: model, images: observed.images,
            waitReady: { [waiter] service, condition async throws(Failure) in
                try await waiter.wait(plan.service(service.name) ?? service, condition)
            },
            sink: { event in await progress.take(event) })
        try (await executor.run(graph)).check(again: again)
        if verb == .down {
            let (left, directory) = (workspace.checkout.state.left, workspace.checkout.directory)
            for teardown in try await ProjectTeardown.all(left, but: plan.project, directory, engine) {
                try await teardown.carryOut(connection, progress, again: again)
            }
            try workspace.forget()
        }
        if verb == .stop { console.report([workspace.checkout.leftNote].compactMap(\.self)) }
        if verb == .start || verb == .restart {
            // One that was never started is not waited for: `start` makes nothing.
            let names = Set(observed.containers.filter { !$0.hasNeverRun }.compactMap(\.service))
            let selected = plan.services.filter { service in
                names.contains(service.name) && (services.isEmpty || services.contains(service.name))
            }
            guard !selected.isEmpty else {
                throw Failure(.notReached, "no container to \(verb.rawValue)", hint: "sfm-dev up")
            }
            try await waiter.waitForAll(selected, progress)
        }
        let seeded = await progress.seeded
        console.tell(graph.isEmpty && seeded == 0 ? "nothing to do" : "\(verb.rawValue): done")
    }

    /// Whether logins may be made what the plan says: where `.env` says something else, `up` is asked for first. A broken
    /// `.env` keeps nothing from starting.
    private static func isWritten(_ workspace: borrowing Workspace, _ model: ComposeModel) throws(Failure) -> Bool {
        let files = try GeneratedFiles(
            checkout: workspace.checkout, resolution: workspace.resolution, key: workspace.key, model: model)
        if (try? files.isWritten()) == true { return true }
        workspace.invocation.console.report([
            Diagnostic(.note, "'.env' is not what the plan says: logins are left as they are", hint: "sfm-dev up")
        ])
        return false
    }
}

extension ResolvedPlan {
    /// Without what is run once and may have effects of any kind: containers start again as they were made.
    fileprivate var repeatable: ResolvedPlan {
        var plan = self
        for index in plan.services.indices { plan.services[index].seeds.removeAll(where: \.runsOnce) }
        return plan
    }
}
