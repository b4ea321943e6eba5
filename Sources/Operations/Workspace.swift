import Compose
package import Diagnostics
package import Profiles
import Project

/// A checkout held for changes: locked, its journal settled, its plan resolved.
package struct Workspace: ~Copyable {
    private let lock: ProjectLock
    package var checkout: Checkout
    package var resolution: Checkout.Resolution
    let key: PlanKey
    let invocation: Invocation

    package var plan: ResolvedPlan { resolution.plan }

    /// - Parameters:
    ///   - profile: the profile to resolve instead of the active one; only `switch` names another.
    ///   - check: runs with a first plan before anything is written; what it throws leaves no trace.
    package static func open(
        _ invocation: Invocation, profile: String? = nil, with: Set<String> = [], without: Set<String> = [],
        check: (Checkout.Resolution) async throws(Failure) -> Void = { _ in }
    ) async throws(Failure) -> Workspace {
        // Mistakes of the user are told before the first file is made.
        let before = try Checkout.load(invocation)
        let name = if let profile { profile } else { try chosen(invocation, before) }
        let first = try before.resolve(profile: name, with: with, without: without)
        try ProjectFiles.guardOverrides(before)
        try await check(first)

        let git = GitGuard(environment: invocation.environment)
        try git.requireUntracked(before.directory + "/.env", named: ".env")
        try before.folder.prepare(git)
        let lock = try await acquire(before.folder, invocation)
        try JournalSettlement.settle(before.folder, invocation.console)
        // What another sfm-dev wrote meanwhile counts.
        let checkout = try Checkout.load(invocation)
        let resolution = try checkout.resolve(profile: name, with: with, without: without)
        let key = try PlanKey.loadOrCreate(checkout.folder)
        return Workspace(
            lock: lock, checkout: checkout, resolution: resolution, key: key, invocation: invocation)
    }

    private static func acquire(_ folder: StateFolder, _ invocation: Invocation) async throws(Failure) -> ProjectLock {
        guard invocation.waitsForLock else { return try ProjectLock.acquire(folder, command: invocation.command) }
        return try await ProjectLock.acquireWaiting(folder, command: invocation.command) { diagnostic in
            invocation.console.report([Diagnostic(.note, "waiting: \(diagnostic.message)")])
        }
    }

    /// A changing command never changes the profile by the way.
    private static func chosen(_ invocation: Invocation, _ checkout: Checkout) throws(Failure) -> String {
        let name = checkout.profileName(invocation.wantedProfile)
        if let active = checkout.state.activeProfile, active != name {
            throw Failure(
                .usage, "the active profile is '\(active)', not '\(name)'", hint: "sfm-dev switch \(name)")
        }
        return name
    }

    /// Resolves anew, after the state changed.
    mutating func resolveAgain() throws(Failure) {
        let state = checkout.state
        checkout = try Checkout.load(invocation)
        checkout.state = state
        let with = resolution.with
        resolution = try checkout.resolve(profile: resolution.plan.profile, with: with)
    }

    /// Writes files and state, the profile being active from then on.
    mutating func generate(force: Bool) throws(Failure) -> ComposeModel {
        let name = plan.profile
        if checkout.state.activeProfile != name {
            checkout.state.previousProfile = checkout.state.activeProfile
            checkout.state.activeProfile = name
        }
        let optional = plan.services.filter { $0.isOptional && resolution.with.contains($0.name) }.map(\.name)
        checkout.state.with[name] = optional.isEmpty ? nil : optional
        let files = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
        try files.write(force: force, waitingFor: checkout.state)
        return files.model
    }

    func model() throws(Failure) -> ComposeModel {
        try GeneratedFiles(checkout: checkout, resolution: resolution, key: key).model
    }
}
