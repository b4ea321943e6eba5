import Compose
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
            try draft.resolution.plan.requireFound("sfm-dev switch \(name), without --files-only, finds it")
        }
        let connection = filesOnly ? nil : try await EngineConnection.open(invocation)
        var workspace = try await draft.open(adoptingEdits: !options.force)
        try workspace.resolution.requireUnexposed(options)
        let old = workspace.checkout.state.activeProfile
        let folder = workspace.checkout.folder
        let isNew = old != name
        let left = isNew ? leftProject(workspace, old) : nil
        var wasUp = false
        if let connection, isNew { wasUp = try await isUp(workspace.checkout, old, connection) }
        if isNew { try journal(workspace.checkout).begin(folder) }
        var options = options
        // What only the old profile ran goes; volumes stay.
        options.removeOrphans = true
        options.leavesOldProfile = true
        do throws(Failure) {
            if let connection {
                try await UpOperation.run(&workspace, connection, invocation, options)
                if let left { try await ProjectTeardown.run(left, connection, invocation.console) }
            } else {
                invocation.console.report(workspace.resolution.findings(allowingExposed: true))
                _ = try workspace.generate()
            }
        } catch {
            guard isNew else { throw error }
            var failure = error
            do throws(Failure) {
                guard let journal = try SwitchJournal.read(folder) else { throw failure }
                try JournalSettlement.restore(journal, folder)
                try SwitchJournal.commit(folder)
            } catch let other {
                // What went wrong first is told first.
                if other != error { failure.diagnostics += other.diagnostics }
                throw failure
            }
            // Whoever interrupts has no time for the way back.
            let goesBack = wasUp && error.exitCode != .interrupted
            if goesBack { invocation.console.report(failure.diagnostics) }
            let end = await standing(old, connection: goesBack ? connection : nil, &workspace, invocation)
            failure.diagnostics = (goesBack ? [] : failure.diagnostics) + end
            throw failure
        }
        if isNew { try SwitchJournal.commit(folder) }
        invocation.console.tell("profile '\(name)' is active; eval $(sfm-dev env) sets your shell")
    }

    /// What a user is told of the old profile after a failure. With a connection it runs again, its logins proved.
    private static func standing(
        _ old: String?, connection: EngineConnection?, _ workspace: inout Workspace, _ invocation: Invocation
    ) async -> [Diagnostic] {
        guard let old else { return [Diagnostic(.note, "no profile is active")] }
        let text = "profile '\(old)' is still the active one"
        let again = Diagnostic(
            .note, text, hint: "sfm-dev up converges to it, and makes its logins true again")
        guard let connection else { return [again] }
        do throws(Failure) {
            try workspace.reload(old)
            var options = UpOptions()
            options.removeOrphans = true
            options.leavesOldProfile = true
            try await UpOperation.run(&workspace, connection, invocation, options)
        } catch { return error.diagnostics + [again] }
        return [Diagnostic(.note, "\(text), and runs as before")]
    }

    /// Whether anything of the old profile runs: only that is to run again after a failure.
    private static func isUp(
        _ checkout: Checkout, _ old: String?, _ connection: EngineConnection
    ) async throws(Failure) -> Bool {
        guard let old, let plan = try? checkout.resolve(profile: old, certificates: .stored).plan else { return false }
        // One that runs nothing of its own is up where it was made active.
        guard !plan.enabledServices.isEmpty else { return true }
        let labels = ["com.docker.compose.project=\(plan.project)"]
        return try await asking { () async throws(EngineError) in
            try await connection.client.listContainers(labels: labels).contains { $0.state == .running }
        }
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
