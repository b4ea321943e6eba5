import Compose
import Diagnostics
import Engine
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
    mutating func generate() throws(Failure) -> ComposeModel {
        let name = plan.profile
        checkout.state = checkout.state.becoming(name, plan.footprint)
        let optional = plan.services.filter { $0.isOptional && resolution.with.contains($0.name) }.map(\.name)
        checkout.state.with[name] = optional.isEmpty ? nil : optional
        let files = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
        try files.write(waitingFor: checkout.state)
        // Without a home there is no shell with the hook either.
        try? HookOperation.record(checkout, resolution.named, invocation)
        return files.model
    }

    /// What profiles before had left is gone.
    mutating func forgetLeft() throws(Failure) {
        guard !checkout.state.left.isEmpty else { return }
        checkout.state.left = [:]
        _ = try generate()
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
        _ = try generate()
    }

    func model() throws(Failure) -> ComposeModel {
        try GeneratedFiles(checkout: checkout, resolution: resolution, key: key).model
    }

    /// As if of all services only these were wanted, with what they need.
    func model(of services: Set<String>) throws(Failure) -> ComposeModel {
        var part = resolution
        part.plan.enable(only: services)
        return try GeneratedFiles(checkout: checkout, resolution: part, key: key).model
    }
}

/// What a changing command is about, resolved while nothing has been written: mistakes of the user are told before the
/// engine is asked and before the first file is made.
struct WorkspaceDraft {
    let invocation: Invocation
    let checkout: Checkout
    private let profile: String?
    private let options: UpOptions
    private let certificates: Checkout.CertificateSupply
    /// Made with credentials that nobody gave yet.
    private let isAssumed: Bool
    /// Whether git leaves the state folder alone.
    private let isOwn: GitQuestion
    let resolution: Checkout.Resolution

    /// - Parameters:
    ///   - profile: the profile to resolve instead of the active one; only `switch` names another.
    ///   - assumed: credentials that are yet to be given.
    init(
        _ invocation: Invocation, profile: String? = nil, _ options: UpOptions = UpOptions(),
        assuming assumed: [String] = [], certificates: Checkout.CertificateSupply = .wanted
    ) throws(Failure) {
        self.certificates = certificates
        self.invocation = invocation
        self.profile = profile
        self.options = options
        isAssumed = !assumed.isEmpty
        let git = GitGuard(environment: invocation.environment)
        let directory = try invocation.projectDirectory()
        let isIgnored = GitQuestion { () throws(Failure) in
            try git.requireUntracked(directory + "/.env", named: ".env")
        }
        isOwn = GitQuestion { () throws(Failure) in
            try StateFolder(project: directory).requireUntracked(git)
        }
        checkout = try Checkout.load(invocation)
        resolution = try Self.resolve(checkout, invocation, profile, options, certificates, assuming: assumed)
        try ProjectFiles.guardOverrides(checkout, resolution.plan)
        try isIgnored.check()
    }

    /// Takes the lock. What another sfm-dev wrote meanwhile counts.
    /// - Parameters:
    ///   - writing: the files are going to be written; a `.env` that stands in the way is told before anything is made.
    ///   - adoptingEdits: what was changed in `.env` by hand is taken over, or ends the command.
    func open(writing: Bool = true, adoptingEdits: Bool) async throws(Failure) -> Workspace {
        if writing {
            let key = try PlanKey.loadOrBlank(checkout.folder)
            let files = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
            _ = try files.environmentText()
            invocation.console.report(try files.rivalWarnings())
        }
        let lock = try await ProjectLock.hold(checkout.folder, invocation, isOwn)
        let current = try Checkout.load(invocation)
        if adoptingEdits {
            for name in try EditAdoption(checkout: current, invocation: invocation).run() {
                invocation.console.report([Diagnostic(.note, "'\(name)' was edited in '.env', and is kept from now on")]
                )
            }
        }
        // Nearly always nothing has changed since the draft, and a resolution is half of what an idle `up` costs.
        var isSame = false
        if !isAssumed { isSame = try current.wouldResolve(to: resolution, of: checkout) }
        let resolution = isSame ? resolution : try Self.resolve(current, invocation, profile, options, certificates)
        let key = try PlanKey.loadOrCreate(current.folder)
        return Workspace(
            lock: lock, checkout: current, resolution: resolution, key: key, invocation: invocation)
    }

    private static func resolve(
        _ checkout: Checkout, _ invocation: Invocation, _ profile: String?, _ options: UpOptions,
        _ certificates: Checkout.CertificateSupply, assuming assumed: [String] = []
    ) throws(Failure) -> Checkout.Resolution {
        let name = if let profile { profile } else { try chosen(invocation, checkout) }
        return try checkout.resolve(
            profile: name, with: options.with, without: options.without, named: options.services, assuming: assumed,
            certificates: certificates)
    }

    /// A changing command never changes the profile by the way.
    static func chosen(_ invocation: Invocation, _ checkout: Checkout) throws(Failure) -> String {
        let name = checkout.profileName(invocation.wantedProfile)
        if let active = checkout.state.activeProfile, active != name {
            throw Failure(
                .usage, "the active profile is '\(active)', not '\(name)'", hint: "sfm-dev switch \(name)")
        }
        return name
    }
}

extension ProjectLock {
    /// The lock of a prepared folder whose journals are settled: where every changing command begins.
    /// - Parameters:
    ///   - isOwn: whether git leaves the folder alone, where that was asked already.
    static func hold(
        _ folder: StateFolder, _ invocation: Invocation, _ isOwn: GitQuestion? = nil
    ) async throws(Failure) -> ProjectLock {
        if let isOwn {
            try isOwn.check()
        } else {
            try folder.requireUntracked(GitGuard(environment: invocation.environment))
        }
        try folder.prepare()
        let lock = try await wait(folder, invocation)
        let tightened = try PrivateFiles.tighten(folder)
        invocation.console.report(tightened.map { Diagnostic(.note, "\($0.text); it is private now") })
        try JournalSettlement.settle(folder, invocation.console)
        return lock
    }

    private static func wait(_ folder: StateFolder, _ invocation: Invocation) async throws(Failure) -> ProjectLock {
        guard invocation.waitsForLock else { return try acquire(folder, command: invocation.command) }
        return try await acquireWaiting(folder, command: invocation.command) { diagnostic in
            invocation.console.report([Diagnostic(.note, "waiting: \(diagnostic.message)")])
        }
    }
}
