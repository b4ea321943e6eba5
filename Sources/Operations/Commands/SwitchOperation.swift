import Compose
package import Diagnostics
import Profiles
import Project

/// `sfm-dev switch`: another profile becomes the active one, and up.
package enum SwitchOperation {
    package static func run(
        _ invocation: Invocation, to wanted: String, filesOnly: Bool, _ options: UpOptions
    ) async throws(Failure) {
        let name = try target(wanted, invocation)
        let draft = try await WorkspaceDraft.asking(invocation, profile: name, options)
        let connection = filesOnly ? nil : try await EngineConnection.open(invocation)
        var workspace = try await draft.open(adoptingEdits: !options.force)
        try workspace.resolution.requireUnexposed(options)
        let old = workspace.checkout.state.activeProfile
        let folder = workspace.checkout.folder
        let isNew = old != name
        let left = isNew ? leftProject(workspace, old) : nil
        if isNew { try journal(workspace.checkout).begin(folder) }
        var options = options
        // What only the old profile ran goes; volumes stay.
        options.removeOrphans = true
        options.leavesOldProfile = true
        do throws(Failure) {
            if let connection {
                try await UpOperation.run(&workspace, connection, invocation, options)
            } else {
                invocation.console.report(workspace.resolution.findings(allowingExposed: true))
                _ = try workspace.generate()
            }
        } catch {
            var failure = error
            if isNew, let journal = try SwitchJournal.read(folder) {
                try JournalSettlement.restore(journal, folder)
                try SwitchJournal.commit(folder)
                let active = old.map { "profile '\($0)' is still the active one" } ?? "no profile is active"
                failure.diagnostics.append(
                    Diagnostic(
                        .note, active,
                        hint: old == nil ? nil : "sfm-dev up converges to it, and makes its logins true again"))
            }
            throw failure
        }
        if isNew { try SwitchJournal.commit(folder) }
        if let connection, let left { try await ProjectTeardown.run(left, connection, invocation.console) }
        invocation.console.tell("profile '\(name)' is active; eval $(sfm-dev env) sets your shell")
    }

    /// The old profile, where its containers bear another project's name: they are no orphans of the new one.
    private static func leftProject(_ workspace: borrowing Workspace, _ old: String?) -> ComposeModel? {
        guard let old, let plan = try? workspace.checkout.resolve(profile: old, certificates: .stored).plan,
            plan.project != workspace.plan.project
        else { return nil }
        return ComposeModel(plan: plan, directory: workspace.checkout.directory, planKey: workspace.key.bytes)
    }

    private static func target(_ wanted: String, _ invocation: Invocation) throws(Failure) -> String {
        guard wanted == "-" else { return wanted }
        guard let previous = try Checkout.loadOwn(invocation).state.previousProfile else {
            throw Failure(.usage, "there is no previous profile", hint: "sfm-dev profiles")
        }
        return previous
    }

    private static func journal(_ checkout: Checkout) throws(Failure) -> SwitchJournal {
        let folder = checkout.folder
        let limit = 64 << 20
        return SwitchJournal(
            profile: checkout.state.activeProfile, state: try SafeFile.read(folder.state, limit: limit),
            environmentFile: try SafeFile.read(checkout.directory + "/.env", limit: limit),
            composeFile: try SafeFile.read(folder.composeFile, limit: limit))
    }
}
