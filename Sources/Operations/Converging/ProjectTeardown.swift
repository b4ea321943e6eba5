import Compose
import Convergence
import Diagnostics
import Engine
import Profiles

/// What this checkout made of some services under another project's name, on its way out; volumes stay.
struct ProjectTeardown {
    private let model: ComposeModel
    private let observed: ObservedState
    let graph: StepGraph

    init(
        of services: Set<String>, in project: String, _ directory: String, _ engine: any EngineReading
    ) async throws(Failure) {
        let plan = ResolvedPlan(profile: "", description: "", project: project)
        model = ComposeModel(plan: plan, directory: directory, planKey: [])
        observed = try await asking { () async throws(EngineError) in
            try await ObservedState.observe(reader: engine, plan: plan)
        }
        let options = Steps.reconcile(model, observed, UpOptions())
        graph = Reconciler(model: model, observed: observed, options: options).clear(services)
    }

    /// - Parameter command: what goes on where this is interrupted.
    func carryOut(
        _ connection: EngineConnection, _ progress: StepProgress, again command: String
    ) async throws(Failure) {
        let executor = Executor(
            engine: connection.client, api: connection.version.api, model: model, images: observed.images,
            waitReady: { _, _ async throws(Failure) in }, sink: { event in await progress.take(event) })
        try (await executor.run(graph)).check(again: command)
    }

    /// Those of all projects but one.
    static func all(
        _ left: [String: Set<String>], but project: String, _ directory: String, _ engine: any EngineReading
    ) async throws(Failure) -> [ProjectTeardown] {
        var teardowns: [ProjectTeardown] = []
        for (name, services) in left.sorted(by: { $0.key < $1.key }) where name != project {
            teardowns.append(try await ProjectTeardown(of: services, in: name, directory, engine))
        }
        return teardowns
    }
}
