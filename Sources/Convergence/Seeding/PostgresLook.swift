import Profiles

/// Looks over the published port, as any client.
struct PostgresLook: SeedCheck {
    let login: PostgresProbe
    let address: ProbeAddress

    /// One look may take no longer than this.
    private static let patience = Duration.seconds(10)

    func check(_ seeds: [ResolvedSeed]) async throws(SeedFault) -> [SeedNeed] {
        var facts = PostgresFacts()
        let rows = try await rows(
            in: login.database,
            """
            SELECT 'role', rolname, rolsuper::text FROM pg_catalog.pg_roles WHERE rolcanlogin UNION ALL
            SELECT 'database', datname, pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database
            """)
        for row in rows where row.count == 3 {
            guard let kind = row[0], let name = row[1] else { continue }
            if kind == "role" { facts.roles[name] = row[2] == "true" } else { facts.databases[name] = row[2] ?? "" }
        }
        for database in Self.databases(of: seeds) where facts.databases[database] != nil {
            try await look(into: database, &facts)
        }
        for case .role(let name, let password?, _) in seeds.map(\.what) where facts.roles[name] != nil {
            let target = ProbeTarget.postgres(user: name, password: password, database: login.database)
            facts.logins[name] = try await isTaken(target)
        }
        return PostgresSeeds.needs(seeds, facts)
    }

    /// Databases that seeds look into.
    private static func databases(of seeds: [ResolvedSeed]) -> Set<String> {
        Set(
            seeds.compactMap { seed in
                switch seed.what {
                case .extension(_, let database), .script(_, _, let database, _): database
                default: nil
                }
            })
    }

    private func look(into database: String, _ facts: inout PostgresFacts) async throws(SeedFault) {
        let rows = try await rows(
            in: database,
            """
            SELECT extname FROM pg_catalog.pg_extension UNION ALL
            SELECT NULL WHERE pg_catalog.to_regclass('sfm_dev.seeds') IS NOT NULL
            """)
        facts.extensions[database] = Set(rows.compactMap { $0.first ?? nil })
        guard rows.contains(where: { $0.first == .some(nil) }) else { return }
        let notes = try await self.rows(in: database, "SELECT name, digest FROM sfm_dev.seeds")
        facts.scripts[database] = Set(
            notes.compactMap { row in
                guard row.count == 2, let name = row[0], let digest = row[1] else { return nil }
                return PostgresFacts.Script(name: name, digest: digest)
            })
    }

    private func isTaken(_ target: ProbeTarget) async throws(SeedFault) -> Bool {
        switch await probe(target, at: address, deadline: Self.patience) {
        case .ready: return true
        case .refused(.unknownRoleOrPassword, _): return false
        // Told only after the password was taken (42501, `InitPostgres`).
        case .refused(.other, let sentence) where sentence.hasPrefix("permission denied for database"): return true
        case let answer: throw SeedFault(answer.words)
        }
    }

    private func rows(in database: String, _ statement: String) async throws(SeedFault) -> [[String?]] {
        let login = PostgresProbe(user: login.user, password: login.password, database: database)
        let result = await converse(at: address, deadline: Self.patience) {
            (socket: inout ProbeConnection) throws(ProbeEnd) in
            _ = try login.open(on: &socket)
            let rows = try PostgresQuery(statement: statement).rows(on: &socket)
            try? socket.send(PostgresMessage.terminate)
            return rows
        }
        do { return try result.get() } catch { throw SeedFault(error) }
    }
}
