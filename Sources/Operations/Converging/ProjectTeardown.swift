import Compose
import Convergence
import Diagnostics
import Engine
import Profiles

/// What this checkout ran under another project's name, on its way out; its volumes stay.
struct ProjectTeardown {
    private let model: ComposeModel
    private let observed: ObservedState
    let graph: StepGraph

    /// - Parameter model: of the plan that stays; only what is external to it is taken from there.
    /// - Throws: `.refused` where another checkout runs under that name.
    init(of project: String, besides model: ComposeModel, _ engine: any EngineReading) async throws(Failure) {
        var plan = model.plan
        plan.project = project
        let model = ComposeModel(plan: plan, directory: model.directory, planKey: [])
        let observed = try await asking { () async throws(EngineError) in
            try await ObservedState.observe(reader: engine, plan: plan)
        }
        let options = Steps.reconcile(model, observed, UpOptions())
        graph = try Reconciler(model: model, observed: observed, options: options).down(volumes: false)
        self.model = model
        self.observed = observed
    }

    /// Ids of containers that go, and give their ports back.
    var removing: Set<String> { Set(observed.containers.map(\.id)) }

    func carryOut(_ connection: EngineConnection, _ progress: StepProgress) async throws(Failure) {
        let executor = Executor(
            engine: connection.client, api: connection.version.api, model: model, images: observed.images,
            waitReady: { _, _ async throws(Failure) in }, sink: { event in await progress.take(event) })
        try (await executor.run(graph)).check()
    }
}
