import Diagnostics
import DotEnv

/// Credentials by the order of precedence: `SFM_DEV_NAME`, `config.yaml`, the store, the profile.
struct CredentialResolver {
    let input: ResolverInput
    let overrides: Overrides
    let findings: Findings

    func resolve(_ profile: Profile) -> [ResolvedCredential] {
        let known = profile.credentials.map(\.name)
        // Other profiles of the same checkout may have credentials of their own.
        for (name, value) in overrides.credentials.sorted(by: { $0.key < $1.key })
        where !known.contains(name) && !isKnownElsewhere(name, profile) {
            findings.error(
                "no profile has a credential '\(name)'", at: value.location,
                hint: suggestion(for: name, among: known, called: "credentials"))
        }
        var missing: [Profile.CredentialRule] = []
        let resolved = profile.credentials.compactMap { rule -> ResolvedCredential? in
            if let credential = value(rule, profile) { return credential }
            missing.append(rule)
            return nil
        }
        for rule in missing {
            let prompt: [Diagnostic.Note] =
                if case .required(let text?) = rule.source { [.init(text)] } else { [] }
            findings.error(
                "credential '\(rule.name)' is not set", at: rule.location, notes: prompt,
                hint: "sfm-dev credentials set \(rule.name) --profile \(profile.name)")
        }
        return resolved.sorted { $0.name < $1.name }
    }

    /// nil where nothing gives it a value.
    func value(_ rule: Profile.CredentialRule, _ profile: Profile) -> ResolvedCredential? {
        func credential(
            _ text: String, _ source: ResolvedCredential.Source, _ origin: String, at place: SourceLocation? = nil
        ) -> ResolvedCredential {
            if text.isEmpty {
                findings.error(
                    "credential '\(rule.name)' is empty in \(origin)", at: rule.location,
                    hint: "sfm-dev credentials set \(rule.name)")
            }
            if let problem = EnvValue.problem(text, isFromEnvironment: origin == "SFM_DEV_\(rule.name)") {
                findings.error(
                    "the value of '\(rule.name)' \(problem)", at: place ?? rule.location,
                    notes: place == nil ? [.init("it is from \(origin)")] : [])
            }
            return ResolvedCredential(
                name: rule.name, value: Secret(text), source: source, origin: origin,
                isKnown: rule.source == .fixed(text))
        }
        if let text = input.environment["SFM_DEV_" + rule.name] {
            return credential(text, .supplied, "SFM_DEV_\(rule.name)")
        }
        if let value = overrides.credentials[rule.name] {
            return credential(value.text, .supplied, value.location.file.path, at: value.location)
        }
        if let stored = input.store[rule.name] {
            return credential(stored.value, stored.source, ResolvedCredential.store)
        }
        guard case .fixed(let text) = rule.source else { return nil }
        return credential(text, .default, rule.location.file.path)
    }

    private func isKnownElsewhere(_ name: String, _ profile: Profile) -> Bool {
        input.profileNames.contains { other in
            guard other != profile.name, let bytes = input.files[input.profilePath(other)] else { return false }
            return String(decoding: bytes, as: UTF8.self).contains(name + ":")
        }
    }
}
