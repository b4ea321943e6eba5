import Compose
package import Diagnostics
package import Profiles
package import Project

/// This checkout as it lies on disk: everything that a plan is resolved from.
package struct Checkout: Sendable {
    package let folder: StateFolder
    package var state: ProjectState
    package let files: [String: [UInt8]]
    package let overridesPath: String?
    let environment: [String: String]

    package var directory: String { folder.project }

    /// Reads the checkout and changes nothing.
    package static func load(_ invocation: Invocation) throws(Failure) -> Checkout {
        let directory = try invocation.projectDirectory()
        let folder = StateFolder(project: directory)
        let (files, overrides) = try ProjectFiles.read(directory, environment: invocation.environment)
        return Checkout(
            folder: folder, state: try ProjectState.load(folder), files: files, overridesPath: overrides,
            environment: invocation.environment)
    }

    /// The profile that a call is about: the one named, else the active one, else `local`.
    package func profileName(_ wanted: String?) -> String { wanted ?? state.activeProfile ?? "local" }

    /// - Parameters:
    ///   - with: optional services beyond those remembered.
    ///   - without: optional services to forget.
    package func resolve(
        profile: String, with: Set<String> = [], without: Set<String> = []
    ) throws(Failure) -> Resolution {
        var input = ResolverInput(profile: profile, files: files, directory: directory)
        input.overridesPath = overridesPath
        input.environment = environment.filter { $0.key.hasPrefix("SFM_DEV_") }
        input.with = Set(state.with[profile] ?? []).union(with).subtracting(without)
        for (name, port) in state.ports { input.chosenPorts[name] = UInt16(exactly: port) }
        let store = try CredentialStore.load(folder, profile: profile)
        for (name, credential) in store.entries {
            input.store[name] = .init(
                credential.value.reveal(), source: credential.source == .generated ? .generated : .supplied)
        }
        let made = try generated(for: input)
        for (name, credential) in made { input.store[name] = .init(credential.value.reveal(), source: .generated) }
        let (plan, warnings) = try Resolver(input).resolve()
        return Resolution(plan: plan, warnings: warnings, store: store, newCredentials: made, with: input.with)
    }

    func profile(_ name: String) throws(Failure) -> Profile {
        var input = ResolverInput(profile: name, files: files, directory: directory)
        input.overridesPath = overridesPath
        return try Resolver(input).profile()
    }

    /// Random credentials that no command has made yet.
    private func generated(for input: ResolverInput) throws(Failure) -> [String: Credential] {
        let profile = try profile(input.profile)
        var made: [String: Credential] = [:]
        for rule in profile.credentials {
            guard case .generate(let length) = rule.source, input.store[rule.name] == nil else { continue }
            made[rule.name] = try Credential.generate(length, time: WallClock.seconds())
        }
        return made
    }

    /// A resolved plan, and what a changing command must keep.
    package struct Resolution: Sendable {
        package var plan: ResolvedPlan
        package var warnings: [Diagnostic]
        var store: CredentialStore
        var newCredentials: [String: Credential]
        package var with: Set<String>
    }
}
