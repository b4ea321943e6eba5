import Compose
import Convergence
import Diagnostics
import Engine
import Profiles

/// Removes what a profile ran under another project's name; its volumes stay.
enum ProjectTeardown {
    static func run(_ model: ComposeModel, _ connection: EngineConnection, _ console: Console) async throws(Failure) {
        let engine = connection.client
        let observed = try await asking { () async throws(EngineError) in
            try await ObservedState.observe(reader: engine, plan: model.plan)
        }
        let options = Steps.reconcile(model, observed, UpOptions())
        let graph = try Reconciler(model: model, observed: observed, options: options).down(volumes: false)
        let progress = StepProgress(console: console, showsReady: false)
        let executor = Executor(
            engine: engine, api: connection.version.api, model: model, images: observed.images,
            waitReady: { _, _ async throws(Failure) in }, sink: { event in await progress.take(event) })
        try (await executor.run(graph)).check()
    }
}
