import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `down`, `stop`, `start` and `restart`.
package enum LifecycleOperation {
    package enum Verb: String, Sendable { case down, stop, start, restart }

    package static func run(
        _ verb: Verb, _ invocation: Invocation, services: Set<String> = [], volumes: Bool = false
    ) async throws(Failure) {
        let draft = try WorkspaceDraft(invocation, certificates: .stored)
        try draft.requireUntracked()
        let connection = try await EngineConnection.open(invocation)
        var workspace = try await draft.open(writing: nil, adoptingEdits: false)
        let console = invocation.console
        let engine = connection.client
        let model = try workspace.model()
        let plan = workspace.plan
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
        var waiter = Waiter(plan: plan, engine: engine, limit: nil, observed: nil)
        if verb == .start || verb == .restart, (try? workspace.isWritten()) == true {
            // A server may have kept its users in memory. What differs from `.env` is not made true by the way.
            waiter.seeds = (try ServerLedger(workspace.checkout.folder), observed, progress)
        }
        let executor = Executor(
            engine: engine, api: connection.version.api, model: model, images: observed.images,
            waitReady: { [waiter] service, condition async throws(Failure) in
                try await waiter.wait(service, condition)
            },
            sink: { event in await progress.take(event) })
        try (await executor.run(graph)).check()
        if verb == .down {
            let (left, directory) = (workspace.checkout.state.left, workspace.checkout.directory)
            for teardown in try await ProjectTeardown.all(left, but: plan.project, directory, engine) {
                try await teardown.carryOut(connection, progress)
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
        console.tell(graph.isEmpty ? "nothing to do" : "\(verb.rawValue): done")
    }
}
