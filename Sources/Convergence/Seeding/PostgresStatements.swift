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
    static let notes = """
        CREATE SCHEMA IF NOT EXISTS sfm_dev;
        GRANT USAGE ON SCHEMA sfm_dev TO PUBLIC;
        CREATE TABLE IF NOT EXISTS sfm_dev.seeds (
          name text, digest text, applied_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (name, digest));
        GRANT SELECT ON sfm_dev.seeds TO PUBLIC;
        """

    /// psql's arguments for a file of statements on its standard input.
    static func script(_ path: String, digest: String, inTransaction: Bool) -> [String] {
        let values = "\(PostgresInside.literal(path)), \(PostgresInside.literal(digest))"
        let note = "INSERT INTO sfm_dev.seeds (name, digest) VALUES (\(values)) ON CONFLICT DO NOTHING"
        return (inTransaction ? ["-1"] : []) + ["-c", notes, "-f", "-", "-c", note]
    }
}
