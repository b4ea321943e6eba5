import Templates

/// Which credentials a service has: those that it is logged in with, and those that it gets as files.
struct CredentialUse {
    let secrets: [String: FileSource]
    let configs: [String: FileSource]
    let variables: [ResolvedVariable]
    /// Every credential of the profile.
    let known: [String]

    /// - Parameter definition: as the template has it; its secrets still bear the names of credentials.
    func credentials(of definition: ServiceDefinition, _ template: TemplateExtension?) -> [String] {
        let files =
            definition.secrets.map { named(by: $0, in: secrets) }
            + definition.configs.map { named(by: $0, in: configs) }
        let logins = [template?.ready?.credential] + (template?.seed.map(\.what.credential) ?? [])
        return Set((files + logins).compactMap { $0 }).intersection(known).sorted()
    }

    private func named(by mount: FileMount, in declared: [String: FileSource]) -> String? {
        guard let source = declared[mount.source] else { return mount.source }
        guard case .environment(let name) = source.source else { return nil }
        return known.contains(name) ? name : variables.first { $0.name == name }?.credential
    }
}

extension TemplateExtension.ReadyCheck {
    /// The credential of its login.
    var credential: String? {
        switch self {
        case .postgres(_, let password, _), .redis(_, let password), .kafka(_, let password, _): password
        case .http(_, _, let key): key
        case .tcp, .exec, .health, .completed: nil
        }
    }
}

extension SeedRule.What {
    fileprivate var credential: String? {
        switch self {
        case .role(_, let password, _): password
        case .user(_, let password, _): password
        default: nil
        }
    }
}
