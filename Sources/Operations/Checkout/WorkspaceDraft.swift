import Diagnostics
import Profiles
import Project

/// What a changing command is about, resolved while nothing has been written: mistakes of the user are told before the
/// engine is asked and before the first file is made.
struct WorkspaceDraft: ~Copyable {
    private let lock: ProjectLock?
    let invocation: Invocation
    let checkout: Checkout
    private let profile: String?
    private let options: UpOptions
    private let certificates: Checkout.CertificateSupply
    /// Made with credentials that nobody gave yet.
    private let isAssumed: Bool
    private let git: GitQuestion
    let resolution: Checkout.Resolution
    /// Somebody was asked for credentials first: what was seen before that is old.
    var isLate = false

    init(
        _ invocation: Invocation, profile: String? = nil, _ options: UpOptions = UpOptions(),
        assuming assumed: [String] = [], certificates: Checkout.CertificateSupply = .wanted
    ) throws(Failure) {
        try self.init(
            of: try HeldCheckout(invocation), profile: profile, options, assuming: assumed, certificates: certificates)
    }

    /// - Parameters:
    ///   - profile: the profile to resolve instead of the active one; only `switch` names another.
    ///   - assumed: credentials that are yet to be given.
    init(
        of held: consuming HeldCheckout, profile: String? = nil, _ options: UpOptions,
        assuming assumed: [String] = [], certificates: Checkout.CertificateSupply = .wanted
    ) throws(Failure) {
        let resolution = try Self.resolve(
            held.checkout, held.invocation, profile, options, certificates, assuming: assumed)
        try ProjectFiles.guardOverrides(held.checkout, resolution.plan)
        invocation = held.invocation
        checkout = held.checkout
        git = held.git
        lock = held.lock
        self.profile = profile
        self.options = options
        self.certificates = certificates
        isAssumed = !assumed.isEmpty
        self.resolution = resolution
    }

    /// - Throws: `.refused` where git could take in what is going to be written.
    func requireUntracked() throws(Failure) { try git.check() }

    /// What is going to be written, if nothing changes until the lock is held. A `.env` that stands in the way is told here.
    func files() throws(Failure) -> GeneratedFiles {
        let key = try PlanKey.loadOrBlank(checkout.folder)
        var files = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
        try files.prepare()
        _ = try files.environmentText()
        invocation.console.report(try files.rivalWarnings())
        return files
    }

    /// Takes the lock, if it is not held yet. What another sfm-dev wrote until then counts.
    /// - Parameters:
    ///   - files: nil for a command that writes none.
    ///   - adoptingEdits: what was changed in `.env` by hand is taken over, or ends the command.
    consuming func open(writing files: GeneratedFiles?, adoptingEdits: Bool) async throws(Failure) -> Workspace {
        var (current, isSame) = (checkout, !isAssumed)
        let isHeld = lock != nil
        let lock = try await ProjectLock.hold(checkout.folder, invocation, git, early: lock)
        if !isHeld {
            current = try Checkout.load(invocation)
            if isSame { isSame = try current.wouldResolve(to: resolution, of: checkout) }
        }
        if adoptingEdits {
            let adopted = try EditAdoption(checkout: current, invocation: invocation).run()
            invocation.console.report(
                adopted.map { Diagnostic(.note, "'\($0)' was edited in '.env', and is kept from now on") })
            if !adopted.isEmpty { isSame = false }
        }
        // Nearly always nothing has changed since the draft, and a resolution is a good part of what an idle `up` costs.
        let resolution = isSame ? resolution : try Self.resolve(current, invocation, profile, options, certificates)
        let key = try PlanKey.loadOrCreate(current.folder)
        // Mounted files may have changed while the lock was waited for.
        let isKnown = isHeld && isSame && files?.key.bytes == key.bytes
        return Workspace(
            lock: lock, checkout: current, resolution: resolution, key: key, invocation: invocation,
            files: isKnown ? files : nil)
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
