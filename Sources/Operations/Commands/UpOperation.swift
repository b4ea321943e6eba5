import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `sfm-dev up`: observe, compare, change what differs, wait until every service is ready.
package enum UpOperation {
    package static func run(_ invocation: Invocation, _ options: UpOptions) async throws(Failure) {
        let held = try HeldCheckout(invocation)
        let project = held.project
        // While the plan is resolved the engine says what it has; what is wrong with the files is told first.
        async let looking = EngineConnection.looking(invocation, for: project)
        let draft = try await WorkspaceDraft.asking(held, options)
        let files = try draft.files()
        // It is compared with the file later; now there is time.
        _ = files.model.text
        let (opened, first) = await looking
        if case .failure = opened { try draft.requireUntracked() }
        let connection = try opened.get()
        let isFresh = !draft.isLate
        var workspace = try await draft.open(writing: files, adoptingEdits: !options.force)
        try workspace.resolution.requireUnexposed(options)
        let preparation = try await UpPreparation.make(
            &workspace, connection, invocation, options, first: isFresh ? first : nil)
        try await run(preparation, &workspace).tell(invocation.console)
    }

    /// What was prepared, from the first file that is written.
    static func run(
        _ preparation: UpPreparation, _ workspace: inout Workspace
    ) async throws(Failure) -> Summary {
        try workspace.generate()
        let (folder, isWhole) = (workspace.checkout.folder, preparation.outlook.options.services.isEmpty)
        let changes = try await carryOut(preparation, folder)
        // Of a part of the services only theirs would be known.
        if isWhole { KnownLogins(folder, workspace.key).keep() }
        if isWhole { try workspace.forgetLeft() }
        return Summary(
            plan: workspace.plan, services: preparation.outlook.steps.selected,
            changes: changes + (await preparation.progress.seeded), took: preparation.began.duration(to: .now))
    }

    /// - Returns: how many steps were done.
    @discardableResult
    static func carryOut(_ preparation: UpPreparation, _ folder: StateFolder) async throws(Failure) -> Int {
        let (connection, outlook) = (preparation.connection, preparation.outlook)
        for teardown in outlook.teardowns {
            try await teardown.carryOut(connection, preparation.progress, again: "sfm-dev up")
        }
        let run = ConvergenceRun(
            connection: connection, options: outlook.options, progress: preparation.progress,
            logins: preparation.logins, ledger: try ServerLedger(folder))
        return try await run.converge(outlook.steps)
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
