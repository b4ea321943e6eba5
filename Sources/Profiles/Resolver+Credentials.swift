package import Diagnostics

extension Resolver {
    /// The profile's credentials, sorted by name, and what each is now: nil where nothing gives it a value. What may be
    /// wrong with a value is told by whoever resolves the plan.
    package func credentials() throws(Failure) -> [(rule: Profile.CredentialRule, value: ResolvedCredential?)] {
        let profile = try profile()
        let resolver = CredentialResolver(input: input, overrides: overrides(), findings: Findings())
        return profile.credentials.sorted { $0.name < $1.name }.map { ($0, resolver.value($0, profile)) }
    }
}
