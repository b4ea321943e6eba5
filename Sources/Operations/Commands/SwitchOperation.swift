import Compose
import Convergence
package import Diagnostics
import Engine
import Profiles
import Project

/// `sfm-dev switch`: another profile becomes the active one, and up.
package enum SwitchOperation {
    package static func run(
        _ invocation: Invocation, to wanted: String, filesOnly: Bool, _ options: UpOptions
    ) async throws(Failure) {
        let name = try target(wanted, invocation)
        let draft = try await WorkspaceDraft.asking(invocation, profile: name, options)
        if filesOnly {
            try draft.resolution.plan.requireFound("sfm-dev switch \(name)")
        }
        try draft.requireUntracked()
        let connection = filesOnly ? nil : try await EngineConnection.open(invocation)
        let files = try draft.files()
        var workspace = try await draft.open(writing: files, adoptingEdits: !options.force)
        try workspace.resolution.requireUnexposed(options)
        if let connection {
            try await change(&workspace, connection, invocation, options)
        } else {
            invocation.console.report(workspace.resolution.findings(allowingExposed: true))
            try writeFiles(&workspace)
        }
        invocation.console.tell("profile '\(name)' is active; eval $(sfm-dev env) sets your shell")
    }

    private static func target(_ wanted: String, _ invocation: Invocation) throws(Failure) -> String {
        guard wanted == "-" else { return wanted }
        guard let previous = try Checkout.loadOwn(invocation).state.previousProfile else {
            throw Failure(.usage, "there is no previous profile", hint: "sfm-dev profiles")
        }
        return previous
    }

    /// The containers stay those of the old profile until `up`.
    private static func writeFiles(_ workspace: inout Workspace) throws(Failure) {
        let (folder, journal) = (workspace.checkout.folder, try journal(workspace.checkout, touching: []))
        try journal.begin(folder)
        do throws(Failure) { try workspace.generate() } catch {
            try JournalSettlement.undo(journal, folder)
            throw error
        }
        try SwitchJournal.commit(folder)
    }

    private static func change(
        _ workspace: inout Workspace, _ connection: EngineConnection, _ invocation: Invocation, _ options: UpOptions
    ) async throws(Failure) {
        guard workspace.checkout.state.activeProfile != workspace.plan.profile else {
            let preparation = try await UpPreparation.make(&workspace, connection, invocation, options)
            return try await UpOperation.run(preparation, &workspace).tell(invocation.console)
        }
        let way = try await WayBack(workspace, connection, invocation, options)
        var options = options
        options.failsFast = true
        let preparation: UpPreparation
        let journal: SwitchJournal
        do throws(Failure) {
            preparation = try await UpPreparation.make(&workspace, connection, invocation, options)
            let touched = [workspace.checkout.state.made, workspace.plan.footprint].compactMap(\.self)
            journal = try Self.journal(workspace.checkout, touching: touched)
            invocation.console.report(way.warnings)
            try journal.begin(workspace.checkout.folder)
        } catch {
            var failure = error
            failure.diagnostics.append(Diagnostic(.note, "nothing was changed: \(way.standing)"))
            throw failure
        }
        do throws(Failure) {
            let summary = try await UpOperation.run(preparation, &workspace)
            try SwitchJournal.commit(workspace.checkout.folder)
            summary.tell(invocation.console)
        } catch {
            throw await way.go(&workspace, journal, after: error)
        }
    }

    private static func journal(
        _ checkout: Checkout, touching footprints: [ProjectState.Footprint]
    ) throws(Failure) -> SwitchJournal {
        let (folder, limit) = (checkout.folder, 64 << 20)
        return SwitchJournal(
            state: try SafeFile.read(folder.state, limit: limit),
            composeFile: try SafeFile.read(folder.composeFile, limit: limit),
            environmentFile: try SafeFile.readText(
                checkout.directory + "/.env", limit: limit, named: ".env", secret: true),
            certificates: try CertificateFiles(folder).snapshot(),
            touched: Dictionary(footprints.map { ($0.project, Set($0.services)) }) { $0.union($1) })
    }
}
