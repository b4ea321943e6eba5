import Compose
package import Diagnostics
import DotEnv
import Engine
import Profiles
package import Project
import Templates

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// This checkout as it lies on disk: everything that a plan is resolved from.
package struct Checkout: Sendable {
    package let folder: StateFolder
    package var state: ProjectState
    package let files: [String: [UInt8]]
    /// The states of `files` before they were read, and of what would count if it were there: whoever vouches for them later
    /// must not vouch for a change in between.
    let inputs: [Stamp.Input]
    package let overridesPath: String?
    private let composeOverridePath: String?
    private let composeFilePath: String?
    let environment: [String: String]
    /// Credentials that are about to be stored, or forgotten where there is none: every plan is resolved with them, and the
    /// files are written with them.
    var pending: [String: Credential?] = [:]
    /// Certificates that every plan has anew.
    var renewing: Set<String> = []
    /// Other addresses for containers than the profile's, by service.
    var networkAddresses: [String: HostAndPort] = [:]
    /// Where this machine reaches what others run.
    package var discovered: DiscoveredAddresses
    /// One that was interrupted: its values are the wanted ones, though not every service has them yet.
    private let rotation: RotationJournal?

    package var directory: String { folder.project }

    /// Reads the checkout and changes nothing.
    package static func load(_ invocation: Invocation) throws(Failure) -> Checkout {
        let directory = try invocation.projectDirectory()
        let folder = StateFolder(project: directory)
        let read = try ProjectFiles.read(directory, environment: invocation.environment)
        return Checkout(
            folder: folder, state: try state(folder), files: read.files, inputs: read.inputs,
            overridesPath: read.overrides, composeOverridePath: read.composeOverride, composeFilePath: read.composeFile,
            environment: invocation.environment, discovered: DiscoveredAddresses.load(folder),
            rotation: try RotationJournal.read(folder))
    }

    /// The checkout for a command that only reads it, and trusts what sfm-dev wrote there.
    /// - Throws: `.refused` where a clone brought that along.
    package static func loadOwn(_ invocation: Invocation) throws(Failure) -> Checkout {
        let checkout = try load(invocation)
        let git = GitGuard(environment: invocation.environment)
        try git.requireOwn(checkout.directory + "/.env", named: ".env")
        if access(checkout.folder.path, F_OK) == 0 { try checkout.folder.requireUntracked(git) }
        return checkout
    }

    private static func state(_ folder: StateFolder) throws(Failure) -> ProjectState {
        guard let journal = try SwitchJournal.read(folder) else { return try ProjectState.load(folder) }
        return try journal.stateBefore(folder)
    }

    /// A note where a switch was not finished, or changed files only.
    var leftNote: Diagnostic? {
        guard !state.left.isEmpty else { return nil }
        return Diagnostic(
            .note, "containers of a profile that was left may still be there", hint: "sfm-dev up")
    }

    /// The profile that a call is about: the one named, else the active one, else `local`.
    package func profileName(_ wanted: String?) -> String { wanted ?? state.activeProfile ?? ProjectState.firstProfile }

    /// - Parameters:
    ///   - with: optional services beyond those remembered.
    ///   - without: optional services to forget.
    ///   - named: services that the command names; an optional one among them is asked for by that.
    ///   - assumed: credentials that have no value, and are treated as if they had one.
    ///   - certificates: with those that lie there, right or wrong, a plan can be had whatever is wrong with a file.
    /// - Throws: `.usage` for a name in `without` that is not optional, or that another service needs.
    package func resolve(
        profile: String, with: Set<String> = [], without: Set<String> = [], named: Set<String> = [],
        assuming assumed: [String] = [], certificates supply: CertificateSupply = .wanted
    ) throws(Failure) -> Resolution {
        var store = try store(of: profile)
        var input = input(profile, store)
        input.with = with
        // What is remembered may be gone from the profile since.
        input.remembered = named.union(state.with[profile] ?? [])
        input.without = without
        let api = state.engine.flatMap { APIVersion($0) }
        input.knowsStartInterval = api.map { $0 >= APIVersion(1, 44) } ?? true
        let found = discovered.profiles[profile] ?? .init()
        input.discovered = found.addresses.compactMapValues(HostAndPort.init)
        input.discoveredOn = found.networks
        input.networkAddresses = networkAddresses
        for (name, port) in state.ports { input.chosenPorts[name] = UInt16(exactly: port) }
        for name in assumed where input.store[name] == nil {
            // No word that could stand in a message: what is secret is hidden there.
            input.store[name] = .init(try Credential.generate(32, time: 0).value.reveal(), source: .supplied)
        }
        let resolver = Resolver(input)
        let made = try generated(resolver)
        for (name, credential) in made {
            input.store[name] = .init(credential.value.reveal(), source: .generated)
            try store.set(name, credential)
        }
        var (plan, warnings, named) = try Self.resolve(&input, made.isEmpty ? resolver : Resolver(input))
        let certificates = try certificates(for: &plan, supply)
        KnownSecrets.learn(plan.hiddenValues)
        let optional = plan.services.filter(\.isOptional).map(\.name)
        if let name = without.sorted().first(where: { !optional.contains($0) }) {
            throw Failure(
                .usage, "profile '\(profile)' has no optional service '\(name)'",
                hint: suggestion(for: name, among: optional, called: "optional services"))
        }
        if let name = without.sorted().first(where: { plan.service($0)?.isEnabled == true }) {
            let users = plan.enabledServices.filter { user in
                user.definition.dependsOn.contains { $0.service == name && $0.required }
            }
            throw Failure(
                .usage, "'\(name)' is needed by \(users.map { "'\($0.name)'" }.joined(separator: ", "))",
                hint: "sfm-dev up --without \(users.first?.name ?? name) --without \(name)")
        }
        return Resolution(
            plan: plan, warnings: warnings + [ProjectFiles.looseOverrides(self, plan)].compactMap { $0 },
            store: store, made: Set(made.keys), changesStore: !made.isEmpty || !pending.isEmpty,
            with: input.with.union(input.remembered).subtracting(without).intersection(optional), named: named,
            certificates: certificates)
    }

    package enum CertificateSupply: Sendable {
        /// Those that the plan wants: for whoever gives them to services.
        case wanted
        /// Those that lie there.
        case stored
    }

    /// Gives the plan their texts. nil where there is nothing to keep of them.
    private func certificates(
        for plan: inout ResolvedPlan, _ supply: CertificateSupply
    ) throws(Failure) -> CertificateSet? {
        guard !plan.certificates.isEmpty else { return nil }
        let keeper = CertificateKeeper(files: CertificateFiles(folder), now: WallClock.seconds())
        switch supply {
        case .wanted:
            let set = try keeper.certificates(for: plan, renewing: renewing)
            plan.supply(set.texts)
            return set
        case .stored:
            plan.supply(keeper.texts(for: plan))
            return nil
        }
    }

    /// Whether everything that a resolution of an earlier look was made of is there as it was.
    func wouldResolve(to resolution: Resolution, of earlier: Checkout) throws(Failure) -> Bool {
        // What was made in memory is kept by whoever writes it, and made again by whoever comes between.
        guard resolution.made.isEmpty, pending.isEmpty, renewing.isEmpty, files == earlier.files,
            inputs == earlier.inputs, state == earlier.state, discovered == earlier.discovered,
            rotation == earlier.rotation,
            overridesPath == earlier.overridesPath, composeOverridePath == earlier.composeOverridePath,
            composeFilePath == earlier.composeFilePath, try store(of: resolution.plan.profile) == resolution.store
        else { return false }
        for file in resolution.named where NamedFile(file.input.path, of: directory) != file { return false }
        guard let certificates = resolution.certificates else { return true }
        let keeper = CertificateKeeper(files: CertificateFiles(folder), now: WallClock.seconds())
        return try keeper.holds(certificates)
    }

    /// What templates name besides is known only while they are resolved: it is read when it was missed.
    /// - Parameter first: the resolver of the input.
    private static func resolve(
        _ input: inout ResolverInput, _ first: Resolver
    ) throws(Failure) -> (plan: ResolvedPlan, warnings: [Diagnostic], named: [NamedFile]) {
        var named: [NamedFile] = []
        var resolver = first
        while true {
            let result: Result<(plan: ResolvedPlan, warnings: [Diagnostic]), Failure>
            do throws(Failure) { result = .success(try resolver.resolve()) } catch { result = .failure(error) }
            let wanted = resolver.wantedFiles
            guard !wanted.isEmpty else {
                let (plan, warnings) = try result.get()
                return (plan, warnings, named)
            }
            for path in wanted.sorted() {
                let file = NamedFile(path, in: input.directory)
                input.namedFiles[path] = file.content
                named.append(file)
            }
            resolver = Resolver(input)
        }
    }

    /// Where the overrides fix a credential; nil where they do not.
    func overridden(credential name: String) -> SourceLocation? { Resolver(input("")).overridden(credential: name) }

    /// Why the store's value of a credential would not count; nil where it would.
    func fixing(credential name: String) -> Failure? {
        if environment["SFM_DEV_" + name] != nil {
            return Failure(
                .badInput, "'\(name)' is fixed by the environment: SFM_DEV_\(name)", hint: "unset SFM_DEV_\(name)")
        }
        return overridden(credential: name).map {
            Failure(.badInput, "'\(name)' is fixed here", at: $0, hint: "remove this line, or change it")
        }
    }

    func profile(_ name: String) throws(Failure) -> Profile { try Resolver(input(name)).profile() }

    /// The profile's credentials as they stand, sorted by name, and when those in the store were kept.
    func credentials(
        of profile: String
    ) throws(Failure) -> [(rule: Profile.CredentialRule, value: ResolvedCredential?, time: Int64?)] {
        let store = try store(of: profile)
        return try Resolver(input(profile, store)).credentials().map { rule, value in
            let isStored = value?.origin == ResolvedCredential.store
            return (rule, value, isStored ? store[rule.name]?.time : nil)
        }
    }

    /// What is stored, an interrupted rotation and what is about to be stored included.
    private func store(of profile: String) throws(Failure) -> CredentialStore {
        var store = try CredentialStore.load(folder, profile: profile)
        if let rotation, rotation.profile == profile { try rotation.apply(to: &store) }
        for (name, credential) in pending { try store.keep(name, credential) }
        return store
    }

    /// The same with what the caller's environment and the store say.
    private func input(_ profile: String, _ store: CredentialStore) -> ResolverInput {
        var input = input(profile)
        input.environment = environment.filter { $0.key.hasPrefix("SFM_DEV_") }
        for (name, credential) in store.entries {
            input.store[name] = .init(
                credential.value.reveal(), source: credential.source == .generated ? .generated : .supplied)
        }
        return input
    }

    private func input(_ profile: String) -> ResolverInput {
        var input = ResolverInput(profile: profile, files: files, directory: directory)
        input.overridesPath = overridesPath
        input.composeOverridePath = composeOverridePath
        input.composeFilePath = composeFilePath
        return input
    }

    /// Random credentials that no command has made yet.
    private func generated(_ resolver: Resolver) throws(Failure) -> [String: Credential] {
        var made: [String: Credential] = [:]
        for (name, length) in try resolver.missingCredentials() {
            made[name] = try Credential.generate(length, time: WallClock.seconds())
        }
        return made
    }
}
