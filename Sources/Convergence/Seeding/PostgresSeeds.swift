import Profiles

/// What a Postgres server has of what seeds are about.
struct PostgresFacts: Sendable, Equatable {
    struct Script: Sendable, Hashable {
        var name: String
        var digest: String
    }

    /// Owners by database.
    var databases: [String: String] = [:]
    /// Roles that may log in, and whether they are superusers.
    var roles: [String: Bool] = [:]
    /// Roles whose password was tried, and whether it was taken.
    var logins: [String: Bool] = [:]
    /// By database.
    var extensions: [String: Set<String>] = [:]
    /// By database.
    var scripts: [String: Set<Script>] = [:]
}

/// Which seeds are missing. Pure.
enum PostgresSeeds {
    static func needs(_ seeds: [ResolvedSeed], _ facts: PostgresFacts) -> [SeedNeed] {
        seeds.compactMap { seed in cause(seed, facts).map { SeedNeed(seed: seed, cause: $0) } }
    }

    private static let missing = "missing"

    private static func cause(_ seed: ResolvedSeed, _ facts: PostgresFacts) -> String? {
        switch seed.what {
        case .role(let name, let password, let isSuperuser):
            guard let hasAll = facts.roles[name] else { return missing }
            if isSuperuser, !hasAll { return "no superuser" }
            return password != nil && facts.logins[name] != true ? "had another password" : nil
        case .database(let name, let owner):
            guard let found = facts.databases[name] else { return missing }
            return owner == nil || owner == found ? nil : "belongs to '\(found)'"
        case .extension(let name, let database):
            return facts.extensions[database]?.contains(name) == true ? nil : missing
        case .script(let path, let text, let database, _):
            let known = facts.scripts[database] ?? []
            if known.contains(.init(name: path, digest: SeedDigest.of(text))) { return nil }
            return known.contains { $0.name == path } ? "changed" : "not run on this volume"
        case .command, .user, .collection, .topic: return nil
        }
    }
}
