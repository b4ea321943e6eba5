import Compose
import Convergence
import Diagnostics
import Engine
import Profiles
import Project

/// What `up` has to do, whatever stands in its way. `plan` and `doctor` ask the same, so that they cannot differ.
struct Outlook {
    var options: UpOptions
    private(set) var steps: Steps
    /// What profiles before have left under other projects' names.
    let teardowns: [ProjectTeardown]

    /// - Parameters:
    ///   - state: as it was before the plan's files are written.
    ///   - first: what was listed already.
    init(
        _ model: ComposeModel, _ state: ProjectState, _ options: UpOptions, _ engine: any EngineReading,
        first: FirstLook? = nil
    ) async throws(Failure) {
        let left = state.becoming(model.plan.profile, model.plan.footprint).left
        self.options = options.dropping(left, model.plan)
        steps = try await Steps.find(model: model, engine, self.options, first: first)
        teardowns =
            options.services.isEmpty
            ? try await ProjectTeardown.all(left, but: model.plan.project, model.directory, engine) : []
    }

    /// Looks at the engine once more.
    mutating func renew(_ model: ComposeModel, _ engine: any EngineReading) async throws(Failure) {
        steps = try await Steps.find(model: model, engine, options)
    }

    func obstacles(_ engine: any EngineReading) async throws(Failure) -> Preflight.Outcome {
        let removing = teardowns.reduce(steps.graph.removing) { $0.union($1.graph.removing) }
        return try await asking { () async throws(EngineError) in
            try await Preflight.run(
                plan: steps.model.plan, starting: steps.starting, removing: removing, pull: options.pull,
                movesPorts: options.autoPorts, engine: engine)
        }
    }
}
