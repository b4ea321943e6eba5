import Compose
import Convergence
package import Diagnostics
import DotEnv
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
        let (folder, journal) = (workspace.checkout.folder, try journal(workspace.checkout, projects: []))
        try journal.begin(folder)
        do throws(Failure) { _ = try workspace.generate() } catch {
            try JournalSettlement.undo(journal, folder)
            throw error
        }
        try SwitchJournal.commit(folder)
    }

    private static func change(
        _ workspace: inout Workspace, _ connection: EngineConnection, _ invocation: Invocation, _ options: UpOptions
    ) async throws(Failure) {
        let (console, old) = (invocation.console, workspace.checkout.state)
        guard old.activeProfile != workspace.plan.profile else {
            let preparation = try await UpPreparation.make(&workspace, connection, invocation, options)
            return try await UpOperation.run(preparation, &workspace, console)
        }
        let way = try await WayBack(workspace.checkout, connection, invocation, options)
        let projects = Set([old.project, workspace.plan.project].compactMap(\.self))
        let journal = try journal(workspace.checkout, projects: projects)
        // What only the old profile ran goes; volumes stay.
        workspace.checkout.state.unsettled.formUnion(projects)
        var options = options
        options.failsFast = true
        let preparation: UpPreparation
        do throws(Failure) {
            preparation = try await UpPreparation.make(&workspace, connection, invocation, options)
            try journal.begin(workspace.checkout.folder)
        } catch {
            var failure = error
            failure.diagnostics.append(Diagnostic(.note, "nothing was changed: \(way.standing)"))
            throw failure
        }
        do throws(Failure) {
            try await UpOperation.run(preparation, &workspace, console)
            try SwitchJournal.commit(workspace.checkout.folder)
        } catch {
            throw await way.go(&workspace, journal, after: error)
        }
    }

    private static func journal(_ checkout: Checkout, projects: Set<String>) throws(Failure) -> SwitchJournal {
        let (folder, limit) = (checkout.folder, 64 << 20)
        let text = try SafeFile.readText(checkout.directory + "/.env", limit: limit, named: ".env", secret: true) ?? ""
        return SwitchJournal(
            state: try SafeFile.read(folder.state, limit: limit),
            composeFile: try SafeFile.read(folder.composeFile, limit: limit),
            environmentBlock: try ManagedFile.parse(text).block?.text, projects: projects)
    }
}
