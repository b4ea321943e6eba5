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
    /// Other projects of this checkout, which go: an unfinished switch left them.
    let teardowns: [ProjectTeardown]

    init(
        _ model: ComposeModel, _ state: ProjectState, _ options: UpOptions, _ engine: any EngineReading
    ) async throws(Failure) {
        self.options = options.settling(state, model.plan)
        steps = try await Steps.find(model: model, engine, self.options)
        var teardowns: [ProjectTeardown] = []
        if options.services.isEmpty {
            for project in state.unsettled.sorted() where project != model.plan.project {
                teardowns.append(try await ProjectTeardown(of: project, besides: model, engine))
            }
        }
        self.teardowns = teardowns
    }

    /// Looks at the engine once more.
    mutating func renew(_ model: ComposeModel, _ engine: any EngineReading) async throws(Failure) {
        steps = try await Steps.find(model: model, engine, options)
    }

    func obstacles(_ engine: any EngineReading) async throws(Failure) -> Preflight.Outcome {
        let removing = teardowns.reduce(steps.removing) { $0.union($1.removing) }
        return try await asking { () async throws(EngineError) in
            try await Preflight.run(
                plan: steps.model.plan, starting: steps.starting, removing: removing, pull: options.pull,
                movesPorts: options.autoPorts, engine: engine)
        }
    }
}
