import Compose
import Diagnostics
import Engine
package import Profiles
import Project

/// A checkout held for changes: locked, its journal settled, its plan resolved.
package struct Workspace: ~Copyable {
    private let lock: ProjectLock
    package var checkout: Checkout
    package var resolution: Checkout.Resolution { didSet { known = nil } }
    /// The files of the resolution, where they were made already.
    private var known: GeneratedFiles?
    let key: PlanKey
    let invocation: Invocation

    package var plan: ResolvedPlan { resolution.plan }

    init(
        lock: consuming ProjectLock, checkout: Checkout, resolution: Checkout.Resolution, key: PlanKey,
        invocation: Invocation, files: GeneratedFiles?
    ) {
        known = files
        self.lock = lock
        self.checkout = checkout
        self.resolution = resolution
        self.key = key
        self.invocation = invocation
    }

    /// Remembers what the engine can do: the files are generated for it from then on, with or without it.
    mutating func meet(_ version: EngineVersion) throws(Failure) {
        guard checkout.state.engine != version.api.description else { return }
        checkout.state.engine = version.api.description
        try resolveAgain()
    }

    /// Reads the files anew: they became again what they were.
    mutating func reload() throws(Failure) {
        checkout = try Checkout.load(invocation)
        resolution = try checkout.resolve(profile: checkout.profileName(nil))
    }

    /// Resolves anew, after the state changed; the same optional services run.
    mutating func resolveAgain() throws(Failure) {
        let (name, with) = (plan.profile, resolution.with)
        checkout.state.with[name] = with.sorted()
        resolution = try checkout.resolve(profile: name)
    }

    /// Writes files and state, the profile being active from then on.
    mutating func generate() throws(Failure) {
        let name = plan.profile
        checkout.state = checkout.state.becoming(name, plan.footprint)
        let optional = plan.services.filter { $0.isOptional && resolution.with.contains($0.name) }.map(\.name)
        checkout.state.with[name] = optional.isEmpty ? nil : optional
        var files = try files()
        files.checkout = checkout
        try files.write(waitingFor: checkout.state)
        // Without a home there is no shell with the hook either.
        try? HookOperation.record(checkout, resolution.named, invocation)
    }

    /// What profiles before had left is gone.
    mutating func forgetLeft() throws(Failure) {
        guard !checkout.state.left.isEmpty else { return }
        checkout.state.left = [:]
        try generate()
    }

    /// After `down` no optional service is remembered, and nothing of other profiles is left; the files stop naming them.
    mutating func forget() throws(Failure) {
        let before = checkout.state
        if before.activeProfile == plan.profile { checkout.state.with[plan.profile] = nil }
        checkout.state.left = [:]
        guard checkout.state != before else { return }
        // What a person changed in `.env` waits for the next command that takes it over.
        let adoption = EditAdoption(checkout: checkout, invocation: invocation)
        guard before.activeProfile == plan.profile, (try? adoption.isEdited()) == false else {
            return try checkout.state.save(checkout.folder)
        }
        resolution = try checkout.resolve(profile: plan.profile, certificates: .stored)
        try generate()
    }

    func model() throws(Failure) -> ComposeModel { try files().model }

    private func files() throws(Failure) -> GeneratedFiles {
        if let known { return known }
        return try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
    }

    /// As if of all services only these were wanted, with what they need.
    func model(of services: Set<String>) throws(Failure) -> ComposeModel {
        var part = resolution
        part.plan.enable(only: services)
        return try GeneratedFiles(checkout: checkout, resolution: part, key: key).model
    }
}
