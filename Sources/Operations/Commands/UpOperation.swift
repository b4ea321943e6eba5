import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `sfm-dev up`: observe, compare, change what differs, wait until every service is ready.
package enum UpOperation {
    package static func run(_ invocation: Invocation, _ options: UpOptions) async throws(Failure) {
        // While files are read the engine is found; what is wrong with the files is told first.
        async let connecting = EngineConnection.result(invocation)
        let draft = try await WorkspaceDraft.asking(invocation, options)
        let connection = try await connecting.get()
        var workspace = try await draft.open(adoptingEdits: !options.force)
        try workspace.resolution.requireUnexposed(options)
        try await run(&workspace, connection, invocation, options)
    }

    /// The same in a workspace that is held already.
    static func run(
        _ workspace: inout Workspace, _ connection: EngineConnection, _ invocation: Invocation, _ options: UpOptions
    ) async throws(Failure) {
        let console = invocation.console
        try workspace.meet(connection.version)
        try await workspace.discover(connection.client, console)
        console.report(workspace.resolution.findings(allowingExposed: true))
        let began = ContinuousClock.now
        let engine = connection.client
        let progress = StepProgress(console: console, showsReady: options.timings)
        let logins = RegistryLogins(environment: invocation.environment) {
            await progress.take(ConvergenceEvent.note($0))
        }
        var options = options
        if workspace.hasTakenBack {
            // What the switch had started goes.
            options.removeOrphans = true
            options.leavesOldProfile = true
        }
        // What others run is looked at before anything of ours is stopped.
        let notes = try await Waiter(
            plan: workspace.plan, engine: engine, limit: options.waitLimit, observed: nil
        ).waitForExternal(progress)
        console.report(notes.map { Diagnostic(.warning, $0) })
        if !workspace.plan.external.isEmpty { try workspace.keep(notes: notes) }
        var (steps, outcome) = try await look(workspace, engine, options)
        if try steps.reconciler.pullsAlways(), !outcome.hasErrors {
            try await pull(steps, connection, progress, logins)
            // Which containers have an old image is known only now.
            options.hasPulled = true
            (steps, outcome) = try await look(workspace, engine, options)
        }
        if !outcome.moved.isEmpty {
            for (name, port) in outcome.moved { workspace.checkout.state.ports[name] = Int(port) }
            try workspace.resolveAgain()
            steps = try await Steps.find(workspace, engine, options)
        }
        if outcome.hasErrors { throw Failure(.notReached, outcome.findings) }
        console.report(outcome.findings)

        console.report(
            steps.selected.filter { steps.starting.contains($0.name) }.compactMap(ReadinessCheck.note).map {
                Diagnostic(.note, $0)
            })
        if workspace.plan.lacksStartInterval, !steps.starting.isEmpty {
            let api = connection.version.api
            let text = "the engine's API \(api) does not know 'start_interval': health checks run at their 'interval'"
            console.report([Diagnostic(.note, text)])
        }
        _ = try workspace.generate()
        let run = ConvergenceRun(
            connection: connection, options: options, progress: progress, logins: logins,
            ledger: try ServerLedger(workspace.checkout.folder))
        let changes = try await run.converge(workspace, steps)
        Summary(
            plan: workspace.plan, services: steps.selected, changes: changes + (await progress.seeded),
            took: began.duration(to: .now)
        ).tell(console)
    }

    private static func pull(
        _ steps: Steps, _ connection: EngineConnection, _ progress: StepProgress, _ logins: RegistryLogins
    ) async throws(Failure) {
        let executor = Executor(
            engine: connection.client, api: connection.version.api, model: steps.model, images: steps.observed.images,
            login: { reference in await logins.login(for: reference) },
            waitReady: { _, _ async throws(Failure) in }, sink: { event in await progress.take(event) })
        try (await executor.run(try steps.reconciler.pulls())).check()
    }

    /// The steps, and what stands in their way. An engine that is still starting containers for an interrupted run holds
    /// their ports without listing them: the look is repeated when something has started.
    private static func look(
        _ workspace: borrowing Workspace, _ engine: EngineClient, _ options: UpOptions
    ) async throws(Failure) -> (Steps, Preflight.Outcome) {
        var steps = try await Steps.find(workspace, engine, options)
        var outcome = try await preflight(workspace.plan, steps, engine, options)
        guard outcome.engineIsBusy else { return (steps, outcome) }
        let activity = try await asking { () async throws(EngineError) in try await EngineActivity(engine) }
        let deadline = ContinuousClock.now + .seconds(5)
        var happened = true
        while happened {
            steps = try await Steps.find(workspace, engine, options)
            outcome = try await preflight(workspace.plan, steps, engine, options)
            guard outcome.engineIsBusy else { break }
            happened = await activity.next(before: deadline)
        }
        return (steps, outcome)
    }

    private static func preflight(
        _ plan: ResolvedPlan, _ steps: Steps, _ engine: EngineClient, _ options: UpOptions
    ) async throws(Failure) -> Preflight.Outcome {
        let starting = steps.starting
        return try await asking { () async throws(EngineError) in
            try await Preflight.run(
                plan: plan, starting: starting, removing: steps.removing, pull: options.pull,
                movesPorts: options.autoPorts,
                engine: engine)
        }
    }
}

extension ResolvedPlan {
    /// What must not be printed. Defaults stand in the repository, and so do the names of services: hiding the word
    /// `postgres` would hide half of every message.
    var hiddenValues: [Secret] {
        let names = services.map(\.name)
        let own = credentials.filter { !$0.isKnown && !names.contains($0.value.reveal()) }.map(\.value)
        let files = secrets.filter { $0.certificate == nil }.map(\.value).filter { value in
            !credentials.contains { $0.value == value }
        }
        let exported = variables.flatMap { [$0.host, $0.network] }.filter(\.isSecret)
        return own + exported + files + certificateKeys
    }
}
