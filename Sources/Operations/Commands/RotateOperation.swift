import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `sfm-dev credentials rotate`: new random values, true in the services, proved by a login, and written.
package enum RotateOperation {
    /// - Parameter names: none for all that can be rotated.
    package static func run(_ invocation: Invocation, _ names: [String]) async throws(Failure) {
        let draft = try WorkspaceDraft(invocation)
        if let name = invocation.wantedProfile, draft.checkout.state.activeProfile == nil {
            throw Failure(
                .usage, "profile '\(name)' is not active: a rotation is of the profile that runs",
                hint: "sfm-dev up --profile \(name)")
        }
        _ = try RotationChoice(draft.checkout, draft.resolution.plan).names(names)
        try draft.requireUntracked()
        let connection = try await EngineConnection.open(invocation)
        let files = try draft.files()
        var workspace = try await draft.open(writing: files, adoptingEdits: true)
        let choice = try RotationChoice(workspace.checkout, workspace.plan)
        let chosen = try choice.names(names)
        try workspace.meet(connection.version)
        invocation.console.report(workspace.resolution.findings(allowingExposed: true) + choice.notes(names))
        let values = try choice.newValues(chosen)
        KnownSecrets.learn(values.values.map(\.value))
        let before = try workspace.model()
        let folder = workspace.checkout.folder
        let run = RotationRun(
            connection: connection, console: invocation.console, ledger: try ServerLedger(folder), names: chosen,
            before: before, stored: workspace.resolution.store)
        // Before anything is set inside.
        try ServiceContainers.requireOwn(
            try await run.observe(before.plan).containers.compactMap(\.checkout), before.plan,
            workspace.checkout.directory)
        try RotationJournal(profile: before.plan.profile, values: values.mapValues(\.value), time: WallClock.seconds())
            .begin(folder)
        do throws(Failure) {
            try await run.carryOut(&workspace, values)
        } catch {
            throw await run.takeBack(&workspace, error)
        }
        try RotationJournal.commit(folder)
        invocation.console.tell(
            "rotated: \(chosen.sorted().joined(separator: ", ")); eval $(sfm-dev env) sets your shell")
    }
}

/// A rotation under way.
struct RotationRun {
    let connection: EngineConnection
    let console: Console
    let ledger: ServerLedger
    let names: Set<String>
    let before: ComposeModel
    /// As it was before.
    let stored: CredentialStore
    private let progress: StepProgress

    init(
        connection: EngineConnection, console: Console, ledger: ServerLedger, names: Set<String>, before: ComposeModel,
        stored: CredentialStore
    ) {
        self.connection = connection
        self.console = console
        self.ledger = ledger
        self.names = names
        self.before = before
        self.stored = stored
        progress = StepProgress(console: console, rotates: true)
    }

    /// What lives inside services first, then the files, then containers that were given a value when they were made.
    func carryOut(_ workspace: inout Workspace, _ values: [String: Credential]) async throws(Failure) {
        workspace.checkout.pending = values.mapValues { $0 }
        try workspace.resolveAgain()
        let rotation = Rotation(of: names, from: before, to: try workspace.model())
        try await make(&workspace, rotation)
        let running = try await running(workspace.plan).filter { rotation.services.contains($0.name) }
        for name in rotation.services.subtracting(running.map(\.name)).sorted() {
            console.report([
                Diagnostic(.note, "'\(name)' does not run: it gets the new value when it is started by 'sfm-dev up'")
            ])
        }
        await proveRefusal(of: before.plan, running)
    }

    /// The workspace's plan, made true in the services that have it and run.
    private func make(_ workspace: inout Workspace, _ rotation: Rotation) async throws(Failure) {
        let running = try await running(workspace.plan)
        let live = running.filter { rotation.live.contains($0.name) }
        let volumes = try await observe(workspace.plan)
        try await Waiter(
            plan: workspace.plan, engine: connection.client, limit: nil, observed: nil,
            seeds: (ledger, volumes, progress), renewed: names
        ).waitForAll(live, progress)
        try workspace.generate()
        var options = UpOptions()
        options.services = Set(running.map(\.name)).intersection(rotation.services)
        guard !options.services.isEmpty else { return }
        let steps = try await Steps.find(model: try workspace.model(), connection.client, options)
        let logins = RegistryLogins(environment: workspace.checkout.environment) {
            await progress.take(ConvergenceEvent.note($0))
        }
        let run = ConvergenceRun(
            connection: connection, options: options, progress: progress, logins: logins, ledger: ledger)
        _ = try await run.converge(steps)
    }

    /// Goes back to the values before, so that one of the two is true everywhere.
    func takeBack(_ workspace: inout Workspace, _ failure: Failure) async -> Failure {
        var told = failure
        let list = names.sorted().joined(separator: ", ")
        do throws(Failure) {
            let folder = workspace.checkout.folder
            let hasFiles = try CredentialStore.load(folder, profile: before.plan.profile) != stored
            // Of a login that was being changed when somebody interrupted nobody knows how it ended.
            let isUnknown = Task.isCancelled && !workspace.checkout.pending.isEmpty
            guard await progress.seeded > 0 || hasFiles || isUnknown else {
                try RotationJournal.commit(folder)
                told.diagnostics.append(Diagnostic(.note, "\(list): nothing was changed"))
                return told
            }
            let after = try workspace.model()
            for name in names { workspace.checkout.pending[name] = .some(stored[name]) }
            try workspace.resolveAgain()
            try await make(&workspace, Rotation(of: names, from: after, to: try workspace.model()))
            try RotationJournal.commit(workspace.checkout.folder)
            told.diagnostics.append(Diagnostic(.note, "\(list): the value before is in force again"))
        } catch {
            told.diagnostics.append(
                Diagnostic(
                    .note, "\(list): not every service took a value, and some may have the new one already",
                    hint: "sfm-dev up gives the new one to all of them"))
        }
        return told
    }

    func observe(_ plan: ResolvedPlan) async throws(Failure) -> ObservedState {
        let engine = connection.client
        return try await asking { () async throws(EngineError) in
            try await ObservedState.observe(reader: engine, plan: plan)
        }
    }

    private func running(_ plan: ResolvedPlan) async throws(Failure) -> [ResolvedService] {
        let observed = try await observe(plan)
        return plan.enabledServices.filter { service in
            observed.containers(of: service.name).contains(where: \.isActive)
        }
    }

    /// The values before must not log in any more. One that does is not secret: the service takes any.
    private func proveRefusal(of plan: ResolvedPlan, _ services: [ResolvedService]) async {
        for service in services {
            guard let former = plan.service(service.name), case .probe(let old, let address) = ReadinessCheck(former),
                case .probe(let new, _) = ReadinessCheck(service), old.password != new.password,
                case .ready = await probe(old, at: address, deadline: .seconds(5))
            else { continue }
            let isPostgres = if case .postgres = old { true } else { false }
            console.report([
                Diagnostic(
                    .warning, "'\(service.name)' still takes the value before: it asks for none, or takes any",
                    hint: isPostgres ? "look for 'trust' in its pg_hba.conf" : nil)
            ])
        }
    }
}
