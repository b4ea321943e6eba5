import Diagnostics
import Templates

/// Seeds with their credentials and files; what the service cannot have is refused.
struct SeedResolver {
    let profile: Profile
    let overrides: Overrides
    let files: NamedFiles
    let input: ResolverInput
    let findings: Findings

    func resolve(templates: [String: ServiceTemplate], into plan: inout ResolvedPlan) {
        for index in plan.services.indices {
            let service = plan.services[index]
            let rules = templates[service.name]?.extra.seed ?? []
            plan.services[index].seeds = rules.compactMap { seed($0, service, plan) }
        }
    }

    private func seed(
        _ rule: SeedRule, _ service: ResolvedService, _ plan: ResolvedPlan
    ) -> ResolvedSeed? {
        guard fits(rule, service), isFree(rule, service) else { return nil }
        func secret(_ name: String) -> Secret? {
            CredentialReference(profile: profile, findings: findings).value(
                of: name, in: plan.credentials, at: rule.location)
        }
        func made(_ what: ResolvedSeed.What) -> ResolvedSeed { ResolvedSeed(what, at: rule.location) }
        let ownDatabase = if case .postgres(_, _, let database) = service.ready { database } else { "" }
        switch rule.what {
        case .role(let name, let password, let isSuperuser):
            guard let password else { return made(.role(name, password: nil, isSuperuser: isSuperuser)) }
            CredentialCheck(profile: profile, overrides: overrides, findings: findings)
                .check(password, plan, asPasswordOf: name, at: rule.location)
            return secret(password).map { made(.role(name, password: $0, isSuperuser: isSuperuser)) }
        case .database(let name, let owner): return made(.database(name, owner: owner))
        case .extension(let name, let database): return made(.extension(name, database: database ?? ownDatabase))
        case .script(let path, let database, let inTransaction):
            let absolute = FilePathText.clean(path.hasPrefix("/") ? path : input.directory + "/" + path)
            guard let text = files.text(absolute, at: rule.location, findings: findings),
                runsWhole(text, files.shown(absolute), inTransaction: inTransaction, at: rule.location)
            else { return nil }
            return made(
                .script(
                    path: files.shown(absolute), text: text, database: database ?? ownDatabase,
                    inTransaction: inTransaction))
        case .command(let words, let user): return made(.command(words, user: user))
        case .user(let name, let password, let rules):
            if rules != nil, case .kafka = service.ready {
                findings.error(
                    "a user of Kafka has no 'rules'", at: rule.location,
                    hint: "write '{user: \(name), password: \(password)}'")
                return nil
            }
            return secret(password).map { made(.user(name, password: $0, rules: rules)) }
        case .collection(let name, let size, let distance):
            return made(.collection(name, size: size, distance: distance))
        case .topic(let name, let partitions): return made(.topic(name, partitions: partitions))
        }
    }

    /// The user of 'ready' has the password of 'ready': another one here would be made and unmade for ever.
    private func isFree(_ rule: SeedRule, _ service: ResolvedService) -> Bool {
        let login: String? =
            switch service.ready {
            case .postgres(let user, _, _): user
            case .redis(let user, let password): password == nil ? nil : user ?? "default"
            case .kafka(let user, _, _): user
            default: nil
            }
        let (name, password): (String, String?) =
            switch rule.what {
            case .role(let name, let password, _): (name, password)
            case .user(let name, let password, _): (name, password)
            default: ("", nil)
            }
        guard name == login, let password, password != service.loginCredential else { return true }
        findings.error(
            "'\(name)' is the user of 'ready', with another password", at: rule.location,
            hint: "remove the entry, or give it another name")
        return false
    }

    /// Whether psql runs all of it where it is meant to run, and notes it with what it did.
    private func runsWhole(_ text: String, _ path: String, inTransaction: Bool, at location: SourceLocation) -> Bool {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let word = line.drop { $0 == " " || $0 == "\t" }.prefix { !$0.isWhitespace }.lowercased()
            if ["\\c", "\\connect", "\\q", "\\quit"].contains(word) {
                findings.error(
                    "line \(index + 1) of '\(path)' leaves the database of its seed: '\(word)'", at: location,
                    hint: "write a seed of its own for each database: {sql: FILE, database: NAME}")
                return false
            }
            if inTransaction, ["commit;", "rollback;"].contains(word) {
                findings.error(
                    "line \(index + 1) of '\(path)' ends the transaction that its seed runs in", at: location,
                    hint: "remove it, or write 'transaction: false' here")
                return false
            }
        }
        return true
    }

    /// What a seed is about is the protocol's of `ready`, by which it is checked.
    private func fits(_ rule: SeedRule, _ service: ResolvedService) -> Bool {
        let (what, wanted): (String, String) =
            switch rule.what {
            case .role: ("a role", "postgres")
            case .database: ("a database", "postgres")
            case .extension: ("an extension", "postgres")
            case .script: ("a file of SQL", "postgres")
            case .user: ("a user", "redis or kafka")
            case .collection: ("a collection", "http")
            case .topic: ("a topic", "kafka")
            case .command: ("", "")
            }
        let isFit =
            switch (rule.what, service.ready) {
            case (.command, _), (.user, .redis), (.user, .kafka), (.collection, .http), (.topic, .kafka): true
            case (.role, .postgres), (.database, .postgres), (.extension, .postgres), (.script, .postgres): true
            default: false
            }
        guard isFit else {
            findings.error(
                "\(what) can be seeded where 'ready' is \(wanted); '\(service.name)' is ready otherwise",
                at: rule.location, hint: "correct 'ready' of '\(service.name)', or remove the entry")
            return false
        }
        if case .command = rule.what { return true }
        guard service.hostPort == nil else { return true }
        findings.error(
            "\(what) is looked for over the port of 'endpoint', which '\(service.name)' does not publish",
            at: rule.location, hint: "publish it under 'ports', or seed by 'command'")
        return false
    }
}

/// The value of a credential that a template names.
struct CredentialReference {
    let profile: Profile
    let findings: Findings

    /// nil where there is none; a name that the profile does not have is told, one without a value was told already.
    func value(
        of name: String, in credentials: [ResolvedCredential], at location: SourceLocation?
    ) -> Secret? {
        let credential = credentials.first { $0.name == name }
        if credential == nil, !profile.credentialNames.contains(name) {
            findings.error(
                "unknown credential '\(name)'", at: location,
                hint: suggestion(for: name, among: profile.credentialNames, called: "credentials"))
        }
        return credential?.value
    }
}
