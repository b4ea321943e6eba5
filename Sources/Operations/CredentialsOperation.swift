package import Diagnostics
import DotEnv
import Profiles
import Project

/// `sfm-dev credentials set`.
package enum CredentialsOperation {
    /// The profile and whether it has the credential, before anybody is asked for a value.
    package static func check(_ invocation: Invocation, _ name: String) throws(Failure) {
        let checkout = try Checkout.loadOwn(invocation)
        let profileName = checkout.profileName(invocation.wantedProfile)
        let profile = try checkout.profile(profileName)
        let known = profile.credentials.map(\.name)
        guard known.contains(name) else {
            throw Failure(
                .badInput, "profile '\(profileName)' has no credential '\(name)'",
                hint: suggestion(for: name, among: known, called: "credentials"))
        }
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
        try store.set(name, Credential(value: value, source: .supplied, time: WallClock.seconds()))
        try store.save(checkout.folder)
        invocation.console.tell("'\(name)' is set for profile '\(profile)'; services that run get it by: sfm-dev up")
    }
}
