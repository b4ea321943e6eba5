import Compose
import Diagnostics
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

    fileprivate init(
        lock: consuming ProjectLock, checkout: Checkout, resolution: Checkout.Resolution, key: PlanKey,
        invocation: Invocation
    ) {
        self.lock = lock
        self.checkout = checkout
        self.resolution = resolution
        self.key = key
        self.invocation = invocation
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
    mutating func generate() throws(Failure) -> ComposeModel {
        let name = plan.profile
        if checkout.state.activeProfile != name {
            checkout.state.previousProfile = checkout.state.activeProfile
            checkout.state.activeProfile = name
        }
        let optional = plan.services.filter { $0.isOptional && resolution.with.contains($0.name) }.map(\.name)
        checkout.state.with[name] = optional.isEmpty ? nil : optional
        let files = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
        try files.write(waitingFor: checkout.state)
        // Without a home there is no shell with the hook either.
        try? HookOperation.record(checkout, invocation)
        return files.model
    }

    func model() throws(Failure) -> ComposeModel {
        try GeneratedFiles(checkout: checkout, resolution: resolution, key: key).model
    }
}

/// What a changing command is about, resolved while nothing has been written: mistakes of the user are told before the
/// engine is asked and before the first file is made.
struct WorkspaceDraft {
    let invocation: Invocation
    let checkout: Checkout
    let profile: String
    let with: Set<String>
    let without: Set<String>

    /// - Parameter profile: the profile to resolve instead of the active one; only `switch` names another.
    init(
        _ invocation: Invocation, profile: String? = nil, with: Set<String> = [], without: Set<String> = []
    ) throws(Failure) {
        self.invocation = invocation
        self.with = with
        self.without = without
        checkout = try Checkout.load(invocation)
        self.profile = if let profile { profile } else { try Self.chosen(invocation, checkout) }
        _ = try checkout.resolve(profile: self.profile, with: with, without: without)
        try ProjectFiles.guardOverrides(checkout)
        try GitGuard(environment: invocation.environment)
            .requireUntracked(checkout.directory + "/.env", named: ".env")
    }

    /// Takes the lock. What another sfm-dev wrote meanwhile counts.
    /// - Parameter adoptingEdits: what was changed in `.env` by hand is taken over, or ends the command.
    func open(adoptingEdits: Bool) async throws(Failure) -> Workspace {
        try checkout.folder.prepare(GitGuard(environment: invocation.environment))
        let lock = try await acquire()
        try JournalSettlement.settle(checkout.folder, invocation.console)
        let current = try Checkout.load(invocation)
        if adoptingEdits {
            for name in try EditAdoption(checkout: current, invocation: invocation).run() {
                invocation.console.report([Diagnostic(.note, "'\(name)' was edited in '.env', and is kept from now on")]
                )
            }
        }
        let resolution = try current.resolve(profile: profile, with: with, without: without)
        let key = try PlanKey.loadOrCreate(current.folder)
        return Workspace(
            lock: lock, checkout: current, resolution: resolution, key: key, invocation: invocation)
    }

    private func acquire() async throws(Failure) -> ProjectLock {
        guard invocation.waitsForLock else {
            return try ProjectLock.acquire(checkout.folder, command: invocation.command)
        }
        return try await ProjectLock.acquireWaiting(checkout.folder, command: invocation.command) { diagnostic in
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
}
