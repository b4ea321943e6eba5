import Convergence
import Diagnostics
import Engine
import Profiles
import Project

/// From a switch that failed to the profile before it.
struct WayBack {
    private let connection: EngineConnection
    private let invocation: Invocation
    private let options: UpOptions
    private let profile: String?
    /// The services that ran before the switch.
    private let running: Set<String>

    /// Call it before the switch changes anything.
    init(
        _ checkout: Checkout, _ connection: EngineConnection, _ invocation: Invocation, _ options: UpOptions
    ) async throws(Failure) {
        self.connection = connection
        self.invocation = invocation
        self.options = options
        profile = checkout.state.activeProfile
        guard let project = checkout.state.project else {
            running = []
            return
        }
        let containers = try await asking { () async throws(EngineError) in
            try await connection.client.listContainers(labels: ["com.docker.compose.project=\(project)"])
        }
        running = Set(containers.filter { $0.state == .running }.compactMap { $0.labels["com.docker.compose.service"] })
    }

    /// What a user is told of the old profile.
    var standing: String {
        profile.map { "profile '\($0)' is still the active one" } ?? "no profile is active"
    }

    /// The files are those of the old profile again; what ran of it runs again, its logins proved, and what the switch started
    /// goes.
    /// - Returns: why the switch failed, and how it ended.
    func go(_ workspace: inout Workspace, _ journal: SwitchJournal, after failure: Failure) async -> Failure {
        var failure = failure
        let hint = "sfm-dev up converges to it, and makes its logins true again"
        do throws(Failure) { try JournalSettlement.undo(journal, workspace.checkout.folder) } catch {
            // What went wrong first is told first.
            failure.diagnostics += error.diagnostics
            return failure
        }
        // Whoever interrupts has no time for the way back.
        guard failure.exitCode != .interrupted else {
            failure.diagnostics.append(Diagnostic(.note, standing, hint: hint))
            return failure
        }
        invocation.console.report(failure.diagnostics)
        do throws(Failure) {
            if profile == nil { try await clear(workspace, journal) } else { try await converge(&workspace) }
            failure.diagnostics = [Diagnostic(.note, profile == nil ? standing : "\(standing), and runs as before")]
        } catch { failure.diagnostics = error.diagnostics + [Diagnostic(.note, standing, hint: hint)] }
        return failure
    }

    private func converge(_ workspace: inout Workspace) async throws(Failure) {
        try workspace.reload()
        var options = UpOptions()
        options.waitTimeout = self.options.waitTimeout
        let preparation = try await UpPreparation(
            workspace, try workspace.model(of: running), connection, invocation, options,
            StepProgress(console: invocation.console))
        try await UpOperation.run(preparation, &workspace, invocation.console)
    }

    /// Where no profile was active, nothing is to run.
    private func clear(_ workspace: borrowing Workspace, _ journal: SwitchJournal) async throws(Failure) {
        let progress = StepProgress(console: invocation.console)
        for project in journal.projects.sorted() {
            let teardown = try await ProjectTeardown(of: project, besides: workspace.model(), connection.client)
            try await teardown.carryOut(connection, progress)
        }
        let folder = workspace.checkout.folder
        var state = try ProjectState.load(folder)
        state.unsettled = []
        try state.save(folder)
    }
}
