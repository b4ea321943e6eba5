import Diagnostics
import Profiles

/// Changes by `psql` inside, whatever the login of `ready` may do.
struct PostgresSeeder: ServiceSeeder {
    let login: PostgresProbe
    let address: ProbeAddress
    let inside: PostgresInside
    /// Roles that seeds make as they say.
    let declared: Set<String>

    /// The server's own number, from inside.
    func identity() async throws(SeedFault) -> String {
        let query = Secret("SELECT system_identifier FROM pg_catalog.pg_control_system();", isSecret: false)
        return String(try await inside.run(query).filter { !$0.isWhitespace })
    }

    func apply(_ seed: ResolvedSeed) async throws(SeedFault) -> String? {
        switch seed.what {
        case .role(let name, let password, let isSuperuser):
            try await inside.run(PostgresStatements.role(name, password, isSuperuser: isSuperuser))
        case .database(let name, let owner): try await inside.run(PostgresStatements.database(name, owner: owner))
        case .extension(let name, let database):
            try await inside.run(PostgresStatements.extension(name), database: database)
        case .script(let path, let text, let database, let inTransaction):
            let script = PostgresStatements.script(path, text, inTransaction: inTransaction)
            let output = try await inside.run(script, database: database)
            guard output.hasSuffix(PostgresStatements.end + "\n") else {
                throw SeedFault(
                    "psql met the end of the file too early", hint: "look for a quote or a COPY that is not ended")
            }
        case .command, .user, .collection, .topic: break
        }
        return nil
    }

    func repair(_ refusal: RefusalKind) async throws(SeedFault) -> SeedRepair? {
        switch refusal {
        case .unknownRoleOrPassword, .wrongPassword:
            guard let password = login.password else { return nil }
            let user = login.user
            let isKnown = try await inside.stored(of: user) != nil
            try await inside.set(password, of: user, isSuperuser: !isKnown && !declared.contains(user))
            return .login(of: user, isKnown: isKnown)
        case .databaseMissing:
            try await inside.run(PostgresStatements.database(login.database, owner: login.user))
            return SeedRepair(what: "database '\(login.database)'", cause: "its volume had none")
        case .notYet, .needsTLS, .lacksTLS, .untrusted, .noAuthority, .other: return nil
        }
    }
}
