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
    /// The profile that was active; nil where none was.
    private let profile: String?
    /// The services that are to run again; nil for all of the profile.
    private let running: Set<String>?
    /// Ids of containers that did not run, and are left as they are.
    private let resting: Set<String>
    /// Why there is no way back.
    private let obstacle: Failure?

    /// Call it before the switch changes anything.
    init(
        _ workspace: borrowing Workspace, _ connection: EngineConnection, _ invocation: Invocation,
        _ options: UpOptions
    ) async throws(Failure) {
        let checkout = workspace.checkout
        (self.connection, self.invocation, self.options) = (connection, invocation, options)
        profile = checkout.state.activeProfile
        let made = checkout.state.made
        var before: ResolvedPlan?
        var obstacle: Failure?
        do throws(Failure) {
            before = try checkout.resolve(profile: checkout.profileName(nil), certificates: .stored).plan
        } catch { obstacle = error }
        if let before, let made, before.project != made.project {
            obstacle = Failure(
                .refused, "its project is '\(before.project)' now, and it runs as '\(made.project)'", hint: "sfm-dev up"
            )
        }
        self.obstacle = profile == nil ? nil : obstacle
        let project = made?.project ?? before?.project ?? workspace.plan.project
        let containers = try await asking { () async throws(EngineError) in
            try await connection.client.listContainers(
                labels: ["\(Label.project)=\(project)"], all: true)
        }.filter { $0.labels[Label.oneOff] != "True" }
        let active = containers.filter { container in
            // One that ends by itself has run, too.
            let service = container.labels[Label.service].flatMap { before?.service($0) }
            return switch container.state {
            case .running, .paused, .restarting: true
            case .exited: if case .completed = service?.ready { true } else { false }
            default: false
            }
        }
        resting = Set(containers.map(\.id)).subtracting(active.map(\.id))
        // What an unfinished switch has left says nothing of what ran before it.
        running =
            checkout.state.left.isEmpty ? Set(active.compactMap { $0.labels[Label.service] }) : nil
    }

    /// What a user should know before anything is changed.
    var warnings: [Diagnostic] {
        guard let obstacle, let profile else { return [] }
        let notes = obstacle.diagnostics.map { Diagnostic.Note($0.message) }
        return [
            Diagnostic(.warning, "there will be no way back to profile '\(profile)' if this fails", notes: notes)
        ]
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
        let again =
            profile == nil
            ? Diagnostic(.note, "\(standing), and what was started is still there", hint: "sfm-dev down")
            : Diagnostic(.note, "\(standing), and does not run as before", hint: "sfm-dev up")
        do throws(Failure) { try JournalSettlement.undo(journal, workspace.checkout.folder) } catch {
            // What went wrong first is told first.
            failure.diagnostics += error.diagnostics + [again]
            return failure
        }
        // Whoever interrupts has no time for the way back.
        if failure.exitCode == .interrupted {
            return Failure(.interrupted, [Diagnostic(.error, "interrupted"), again])
        }
        if let obstacle {
            failure.diagnostics += obstacle.diagnostics + [again]
            return failure
        }
        invocation.console.report(failure.diagnostics)
        do throws(Failure) {
            if profile == nil, running?.isEmpty == true {
                try await clear(workspace)
            } else {
                try await converge(&workspace)
            }
            failure.diagnostics = [Diagnostic(.note, end)]
        } catch {
            if error.exitCode == .interrupted {
                return Failure(.interrupted, [Diagnostic(.error, "interrupted"), again])
            }
            failure.diagnostics = error.diagnostics + [again]
        }
        return failure
    }

    private var end: String {
        guard let profile else { return running?.isEmpty == true ? standing : "what ran before runs again" }
        return "profile '\(profile)' is still the active one, and runs as before"
    }

    private func converge(_ workspace: inout Workspace) async throws(Failure) {
        try workspace.reload()
        let model = if let running { try workspace.model(of: running) } else { try workspace.model() }
        let preparation = try await UpPreparation(
            model, workspace.checkout.state, connection, invocation, backOptions,
            StepProgress(console: invocation.console))
        _ = try await UpOperation.run(preparation, &workspace)
    }

    /// Where nothing ran, nothing is to run, and no files are to be.
    private func clear(_ workspace: borrowing Workspace) async throws(Failure) {
        let folder = workspace.checkout.folder
        var state = try ProjectState.load(folder)
        let preparation = try await UpPreparation(
            workspace.model(of: []), state, connection, invocation, backOptions,
            StepProgress(console: invocation.console))
        try await UpOperation.carryOut(preparation, folder)
        state.left = [:]
        try state.save(folder)
    }

    private var backOptions: UpOptions {
        var back = UpOptions()
        back.waitTimeout = options.waitTimeout
        back.kept = resting
        return back
    }
}
