import Compose
import Convergence
import Diagnostics
import Engine
import Profiles
import Project

/// `up` before its first change: what there is to do, and that nothing stands in its way.
struct UpPreparation {
    let connection: EngineConnection
    let progress: StepProgress
    let logins: RegistryLogins
    let began = ContinuousClock.now
    private(set) var outlook: Outlook

    /// - Parameter first: what was listed since the workspace is held.
    static func make(
        _ workspace: inout Workspace, _ connection: EngineConnection, _ invocation: Invocation, _ options: UpOptions,
        first: FirstLook? = nil
    ) async throws(Failure) -> UpPreparation {
        let console = invocation.console
        let engine = connection.client
        KnownLogins(workspace.checkout.folder, workspace.key).remember()
        try workspace.meet(connection.version)
        try await workspace.discover(engine, console)
        console.report(workspace.resolution.findings(allowingExposed: true))
        // What others run is looked at before anything of ours is stopped.
        let progress = StepProgress(console: console, showsReady: options.timings)
        let notes = try await Waiter(
            plan: workspace.plan, engine: engine, limit: options.waitLimit, observed: nil
        ).waitForExternal(progress)
        console.report(notes.map { Diagnostic(.warning, $0) })
        if !workspace.plan.external.isEmpty { try workspace.keep(notes: notes) }
        var preparation = try await UpPreparation(
            try workspace.model(), workspace.checkout.state, connection, invocation, options, progress,
            // What others run was waited for.
            first: workspace.plan.external.isEmpty ? first : nil)
        try await preparation.clearTheWay(&workspace, console)
        return preparation
    }

    /// The steps alone, whatever stands in their way.
    /// - Parameters:
    ///   - model: the workspace's, or a part of it.
    ///   - state: as it was before the model's files are written.
    init(
        _ model: ComposeModel, _ state: ProjectState, _ connection: EngineConnection,
        _ invocation: Invocation, _ options: UpOptions, _ progress: StepProgress, first: FirstLook? = nil
    ) async throws(Failure) {
        self.connection = connection
        self.progress = progress
        logins = RegistryLogins(environment: invocation.environment) {
            await progress.take(ConvergenceEvent.note($0))
        }
        outlook = try await Outlook(model, state, options, connection.client, first: first)
    }

    /// Pulls what is to be pulled always, and moves ports where that is asked for.
    /// - Throws: everything that stands in the way.
    private mutating func clearTheWay(_ workspace: inout Workspace, _ console: Console) async throws(Failure) {
        let engine = connection.client
        var outcome = try await obstacles()
        // A switch that failed for an image would have stopped everything for nothing.
        let pullsEarly = outlook.options.failsFast && outlook.steps.graph.pulls
        let pullsAlways = try outlook.steps.reconciler.pullsAlways()
        if pullsEarly || pullsAlways, !outcome.hasErrors {
            try await pull()
            // Which containers have an old image is known only now.
            outlook.options.hasPulled = true
            try await outlook.renew(try workspace.model(), engine)
            outcome = try await obstacles()
        }
        if !outcome.moved.isEmpty {
            for (name, port) in outcome.moved { workspace.checkout.state.ports[name] = Int(port) }
            try workspace.resolveAgain()
            try await outlook.renew(try workspace.model(), engine)
        }
        if outcome.hasErrors { throw Failure(.notReached, outcome.findings) }
        console.report(outcome.findings)
        let starting = outlook.steps.starting
        console.report(
            outlook.steps.selected.filter { starting.contains($0.name) }.compactMap(ReadinessCheck.note).map {
                Diagnostic(.note, $0)
            })
        if workspace.plan.lacksStartInterval, !starting.isEmpty {
            let api = connection.version.api
            let text = "the engine's API \(api) does not know 'start_interval': health checks run at their 'interval'"
            console.report([Diagnostic(.note, text)])
        }
    }

    private func pull() async throws(Failure) {
        let steps = outlook.steps
        let executor = Executor(
            engine: connection.client, api: connection.version.api, model: steps.model, images: steps.observed.images,
            login: { reference in await logins.login(for: reference) },
            waitReady: { _, _ async throws(Failure) in }, sink: { event in await progress.take(event) })
        try (await executor.run(try steps.reconciler.pulls())).check()
    }

    /// An engine that is still starting containers for an interrupted run holds their ports without listing them: the look is
    /// repeated when something has started.
    private mutating func obstacles() async throws(Failure) -> Preflight.Outcome {
        let engine = connection.client
        var outcome = try await outlook.obstacles(engine)
        guard outcome.engineIsBusy else { return outcome }
        let activity = try await asking { () async throws(EngineError) in try await EngineActivity(engine) }
        let deadline = ContinuousClock.now + .seconds(5)
        var happened = true
        while happened {
            try await outlook.renew(outlook.steps.model, engine)
            outcome = try await outlook.obstacles(engine)
            guard outcome.engineIsBusy else { break }
            happened = await activity.next(before: deadline)
        }
        return outcome
    }
}
