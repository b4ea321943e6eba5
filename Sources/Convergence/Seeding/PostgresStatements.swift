import Diagnostics
import Profiles

/// What makes a seed true in Postgres, whatever is there of it already. A password is only sent as its verifier, so that no
/// statement log has it.
enum PostgresStatements {
    /// - Parameter isSuperuser: makes it one; nobody is made less.
    static func role(_ name: String, _ password: Secret?, isSuperuser: Bool) -> Secret {
        var options = " LOGIN"
        if isSuperuser { options += " SUPERUSER" }
        if let password {
            // A password that has run out is refused as a wrong one is.
            options += " VALID UNTIL 'infinity'"
            options += " PASSWORD " + PostgresInside.literal(ScramVerifier(password).text.reveal())
        }
        return Secret(
            """
            SELECT format('CREATE ROLE %I', \(PostgresInside.literal(name))) WHERE NOT EXISTS
              (SELECT FROM pg_catalog.pg_roles WHERE rolname = \(PostgresInside.literal(name))) \\gexec
            ALTER ROLE \(PostgresInside.identifier(name))\(options);

            """)
    }

    static func database(_ name: String, owner: String?) -> Secret {
        let owned = owner.map {
            "ALTER DATABASE \(PostgresInside.identifier(name)) OWNER TO \(PostgresInside.identifier($0));\n"
        }
        return Secret(
            """
            SELECT format('CREATE DATABASE %I', \(PostgresInside.literal(name))) WHERE NOT EXISTS
              (SELECT FROM pg_catalog.pg_database WHERE datname = \(PostgresInside.literal(name))) \\gexec
            \(owned ?? "")
            """, isSecret: false)
    }

    static func `extension`(_ name: String) -> Secret {
        Secret("CREATE EXTENSION IF NOT EXISTS \(PostgresInside.identifier(name));\n", isSecret: false)
    }

    /// Where it is noted which files have run: beside the data, so that the note is as old as the data whatever becomes of
    /// this checkout, and is made with what it is about or not at all.
    private static let notes = [
        "CREATE SCHEMA IF NOT EXISTS sfm_dev", "GRANT USAGE ON SCHEMA sfm_dev TO PUBLIC",
        "CREATE TABLE IF NOT EXISTS sfm_dev.seeds (name text, digest text, "
            + "applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (name, digest))",
        "GRANT SELECT ON sfm_dev.seeds TO PUBLIC",
    ]

    /// What psql says last when it has run everything: an input that ends early, be it in a quote or by a kill, ends without.
    static let end = "sfm-dev: end of the seed"

    /// A file of statements and its note. What stands before the file shares its first line, so that psql's numbers of lines
    /// are the file's. The note comes over the same input and last: where that is cut, nothing is noted, and in a
    /// transaction nothing is done.
    static func script(_ path: String, _ text: String, inTransaction: Bool) -> Secret {
        let values = "\(PostgresInside.literal(path)), \(PostgresInside.literal(SeedDigest.of(text)))"
        let first = (inTransaction ? ["BEGIN"] : []) + notes
        // The file may have become another role.
        let last =
            ["RESET SESSION AUTHORIZATION", "RESET ROLE"]
            + ["INSERT INTO sfm_dev.seeds (name, digest) VALUES (\(values)) ON CONFLICT DO NOTHING"]
            + (inTransaction ? ["COMMIT"] : [])
        let body = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        return Secret(
            "\(first.joined(separator: "; ")); \(body)\n;\n\(last.joined(separator: ";\n"));\n\\echo \(end)\n")
    }
}
