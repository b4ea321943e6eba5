import Diagnostics
import Templates

/// A way to be ready with the values of its credentials, which must be such as the service can take.
struct ReadyResolver {
    let profile: Profile
    let overrides: Overrides
    let findings: Findings

    /// - Parameter service: for messages, as `location` is.
    func resolve(
        _ check: TemplateExtension.ReadyCheck, of service: String, at location: SourceLocation?, _ plan: ResolvedPlan
    ) -> ResolvedService.ReadyCheck {
        func secret(_ name: String?) -> Secret? {
            guard let name else { return nil }
            return CredentialReference(profile: profile, findings: findings)
                .value(of: name, in: plan.credentials, at: location)
        }
        let credentials = CredentialCheck(profile: profile, overrides: overrides, findings: findings)
        switch check {
        case .postgres(let user, let password, let database):
            if let password { credentials.check(password, plan, asPasswordOf: user, at: location) }
            return .postgres(user: user, password: secret(password), database: database)
        case .redis(let user, let password): return .redis(user: user, password: secret(password))
        case .http(let path, let header, let key):
            guard let header, let key, let value = secret(key) else { return .http(path: path, headers: []) }
            credentials.check(key, plan, inHeader: header, of: service, at: location)
            return .http(path: path, headers: [(header, value)])
        case .kafka(let user, let password, let local):
            if let user, let password { credentials.check(password, plan, ofKafkaUser: user, at: location) }
            return .kafka(user: user, password: secret(password), local: local)
        case .tcp: return .tcp
        case .exec(let command): return .exec(command)
        case .health: return .health
        case .completed: return .completed
        }
    }
}
