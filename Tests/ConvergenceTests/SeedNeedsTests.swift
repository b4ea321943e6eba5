import Diagnostics
import Testing

@testable import Convergence
@testable import Profiles

/// Which seeds are missing, from what was seen and what is remembered.
struct SeedNeedsTests {
    private static func seed(_ what: ResolvedSeed.What) -> ResolvedSeed { ResolvedSeed(what, at: World.place) }

    private static let facts = PostgresFacts(
        databases: ["shop": "ada"], roles: ["ada": true, "bob": false, "old": false],
        logins: ["ada": true, "bob": false], extensions: ["shop": ["plpgsql"]],
        scripts: ["shop": [.init(name: "a.sql", digest: SeedDigest.of("SELECT 1;"))]])

    @Test(
        arguments: [
            (.role("ada", password: Secret("x"), isSuperuser: false), nil),
            (.role("ada", password: nil, isSuperuser: true), nil),
            (.role("old", password: nil, isSuperuser: false), nil),
            (.role("bob", password: Secret("x"), isSuperuser: false), "had another password"),
            (.role("bob", password: nil, isSuperuser: true), "no superuser"),
            (.role("eve", password: nil, isSuperuser: false), "missing"), (.database("shop", owner: nil), nil),
            (.database("shop", owner: "ada"), nil), (.database("shop", owner: "bob"), "belongs to 'ada'"),
            (.database("none", owner: nil), "missing"), (.extension("plpgsql", database: "shop"), nil),
            (.extension("pgcrypto", database: "shop"), "missing"), (.extension("plpgsql", database: "none"), "missing"),
            (.script(path: "a.sql", text: "SELECT 1;", database: "shop", inTransaction: true), nil),
            (.script(path: "a.sql", text: "SELECT 2;", database: "shop", inTransaction: true), "changed"),
            (
                .script(path: "b.sql", text: "SELECT 1;", database: "shop", inTransaction: true),
                "not run on this volume"
            ),
            (
                .script(path: "a.sql", text: "SELECT 1;", database: "none", inTransaction: true),
                "not run on this volume"
            ),
            (.command(["true"], user: nil), nil),
        ] as [(ResolvedSeed.What, String?)])
    func `what Postgres has decides what it needs`(what: ResolvedSeed.What, cause: String?) {
        #expect(PostgresSeeds.needs([Self.seed(what)], Self.facts).map(\.cause) == [cause].compactMap(\.self))
    }

    @Test func `what no protocol shows is remembered`() {
        let command = Self.seed(.command(["make", "it"], user: nil))
        let ruled = Self.seed(.user("app", password: Secret("x"), rules: "+get"))
        let plain = Self.seed(.user("app", password: Secret("x"), rules: nil))
        let seeds = [command, ruled, plain, Self.seed(.topic("t", partitions: nil))]
        #expect(
            RecordedNeeds.needs(seeds, ServerRecord()).map(\.cause) == ["not run on this volume", "not known to be so"])
        var record = ServerRecord()
        for seed in [command, ruled] {
            record.done[seed.name] = .init(digest: RecordedNeeds.digest(seed) ?? "", time: 1)
        }
        #expect(RecordedNeeds.needs(seeds, record).isEmpty)
        let other = [
            Self.seed(.command(["make", "it"], user: "ada")),
            Self.seed(.user("app", password: Secret("x"), rules: "+set")),
        ]
        #expect(RecordedNeeds.needs(other, record).map(\.cause) == ["changed", "changed"])
        // A password is nobody's to guess from a record.
        let same = Self.seed(.user("app", password: Secret("y"), rules: "+get"))
        #expect(RecordedNeeds.digest(same) == RecordedNeeds.digest(ruled))
    }

    @Test func `statements are quoted, and a password stands there as its verifier`() {
        let role = PostgresStatements.role("o'brien \"x\"", Secret("pass'word"), isSuperuser: true).reveal()
        #expect(role.contains("rolname = 'o''brien \"x\"'"))
        #expect(
            role.contains(
                "ALTER ROLE \"o'brien \"\"x\"\"\" LOGIN SUPERUSER VALID UNTIL 'infinity' PASSWORD 'SCRAM-SHA-256$4096:")
        )
        #expect(!role.contains("pass"))
        let script = PostgresStatements.script("a'b.sql", "\u{FEFF}SELECT 1", inTransaction: true).reveal()
        #expect(script.hasPrefix("BEGIN; CREATE SCHEMA"))
        #expect(
            script.contains("PUBLIC; SELECT 1\n;\nRESET SESSION AUTHORIZATION;\nRESET ROLE;\nINSERT INTO sfm_dev.seeds")
        )
        #expect(
            script.contains(
                "VALUES ('a''b.sql', '\(SeedDigest.of("\u{FEFF}SELECT 1"))') ON CONFLICT DO NOTHING;\nCOMMIT;\n\\echo ")
        )
        #expect(!PostgresStatements.script("a", "b", inTransaction: false).reveal().contains("COMMIT"))
    }
}
