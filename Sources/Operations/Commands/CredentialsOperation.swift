package import Diagnostics
import DotEnv
import Profiles
import Project

/// `sfm-dev credentials`.
package enum CredentialsOperation {
    /// The profile and whether it has the credential, before anybody is asked for a value.
    package static func check(_ invocation: Invocation, _ name: String) throws(Failure) {
        let checkout = try Checkout.loadOwn(invocation)
        let profile = checkout.profileName(invocation.wantedProfile)
        try require(name, profile, among: try checkout.profile(profile).credentials.map(\.name))
        if let failure = checkout.fixing(credential: name) { throw failure }
    }

    package static func set(_ invocation: Invocation, _ name: String, _ value: Secret) async throws(Failure) {
        let text = value.reveal()
        guard !text.isEmpty else {
            throw Failure(.badInput, "an empty value is no credential", hint: "give it on standard input, or type it")
        }
        try EnvValue.check(name, text)
        let lock = try await ProjectLock.hold(StateFolder(project: try invocation.projectDirectory()), invocation)
        defer { withExtendedLifetime(lock) {} }
        let checkout = try Checkout.loadOwn(invocation)
        let profile = checkout.profileName(invocation.wantedProfile)
        var store = try CredentialStore.load(checkout.folder, profile: profile)
        let credential = Credential(value: value, source: .supplied, time: WallClock.seconds())
        try requireFit(name, credential, checkout, profile)
        try store.set(name, credential)
        try store.save(checkout.folder)
        invocation.console.tell("'\(name)' is set for profile '\(profile)'; services that run get it by: sfm-dev up")
    }

    /// A value that its service could never take is refused here, not by each command that follows. What is wrong without it
    /// is no reason.
    private static func requireFit(
        _ name: String, _ credential: Credential, _ checkout: Checkout, _ profile: String
    ) throws(Failure) {
        let missing = try checkout.credentials(of: profile).filter { $0.value == nil }.map(\.rule.name)
        var trial = checkout
        trial.pending[name] = credential
        do throws(Failure) { _ = try trial.resolve(profile: profile, assuming: missing, certificates: .stored) } catch {
            guard (try? checkout.resolve(profile: profile, assuming: missing, certificates: .stored)) != nil else {
                return
            }
            throw error
        }
    }

    /// Names, sources, ages and users; never a value. Those that are not set are among them.
    package static func list(_ invocation: Invocation, json: Bool) throws(Failure) {
        let checkout = try Checkout.loadOwn(invocation)
        let profile = checkout.profileName(invocation.wantedProfile)
        let credentials = try checkout.credentials(of: profile)
        let missing = credentials.filter { $0.value == nil }.map(\.rule.name)
        let plan = try checkout.resolve(profile: profile, assuming: missing, certificates: .stored).plan
        let list = CredentialsList(
            profile: profile,
            credentials: credentials.map { rule, value, time in
                let isFixed =
                    value.map { [checkout.overridesPath, "SFM_DEV_\(rule.name)"].contains($0.origin) } ?? false
                return CredentialsList.Entry(
                    name: rule.name, source: value?.source, fixedBy: isFixed ? value?.origin : nil,
                    // Zero stands where the file does not say it.
                    setAt: time == 0 ? nil : time,
                    variables: plan.variables.filter { $0.credential == rule.name }.map(\.name),
                    services: plan.services.filter { $0.credentials.contains(rule.name) }.map(\.name))
            })
        invocation.console.data(json ? list.json : list.table(now: WallClock.seconds()))
    }

    /// The value and a line break on standard output, a terminal too.
    package static func show(_ invocation: Invocation, _ name: String) throws(Failure) {
        let checkout = try Checkout.loadOwn(invocation)
        let profile = checkout.profileName(invocation.wantedProfile)
        let credentials = try checkout.credentials(of: profile)
        try require(name, profile, among: credentials.map(\.rule.name))
        guard let found = credentials.first(where: { $0.rule.name == name }), let value = found.value else {
            if case .generate = credentials.first(where: { $0.rule.name == name })?.rule.source {
                throw Failure(
                    .notReached, "credential '\(name)' has not been made yet", hint: "sfm-dev generate, or sfm-dev up")
            }
            throw Failure(
                .badInput, "credential '\(name)' is not set",
                hint: "sfm-dev credentials set \(name) --profile \(profile)")
        }
        if value.origin == checkout.overridesPath {
            try GitGuard(environment: checkout.environment)
                .requireUntracked("\(checkout.directory)/\(value.origin)", named: value.origin)
        }
        try EnvValue.check(name, value.value.reveal())
        invocation.console.data(value.value.reveal() + "\n")
    }

    private static func require(_ name: String, _ profile: String, among known: [String]) throws(Failure) {
        guard !known.contains(name) else { return }
        throw Failure(
            .badInput, "profile '\(profile)' has no credential '\(name)'",
            hint: suggestion(for: name, among: known, called: "credentials"))
    }
}
