import Testing

extension CommandTests {
    /// What is declared for a database, and what its volume knows besides.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct PostgresSeedTests {
        private static let script = """
            CREATE TABLE item (name text);
            INSERT INTO item VALUES ('it''s $one');
            COPY item FROM stdin;
            two
            three
            \\.

            """

        private static func with(
            command: String = "echo once >> /tmp/ran", _ body: (TestProject) throws -> Void
        ) throws {
            try TestProject.with { project in
                try project.done(
                    """
                    sed -i 's/^  POSTGRES_PASSWORD:.*/&\\n  SHOP_PASSWORD: {default: first word}/' profiles/local.yaml
                    cat >> compose/postgres.yaml <<'END'
                      seed:
                        - {role: shop, password: SHOP_PASSWORD}
                        - {database: shop, owner: shop}
                        - {extension: pgcrypto, database: shop}
                        - {sql: ./seeds/shop.sql, database: shop}
                        - {command: [sh, -c, "\(command)"]}
                    END
                    mkdir seeds
                    """)
                try project.write(script, to: "seeds/shop.sql")
                try body(project)
            }
        }

        private static func asShop(_ statement: String, _ project: TestProject, password: String) -> String {
            "PGPASSWORD='\(password)' psql -h 127.0.0.1 -p \(project.ports[0]) -U shop -d shop -Atc \"\(statement)\""
        }

        private static let count = "SELECT count(*) FROM item"

        @Test func `what is missing is made, once`() throws {
            try Self.with { project in
                let first = try project.done("sfm-dev up postgres")
                for seed in [
                    "role 'shop': missing", "database 'shop': missing", "extension 'pgcrypto' in 'shop': missing",
                    "'seeds/shop.sql': not run on this volume", "command 'sh -c",
                ] {
                    #expect(first.errors.contains("postgres              seed       \(seed)"), "\(first.errors)")
                }
                // The script is the superuser's: its owner may let others in.
                let owner = "docker exec \(project.name)-postgres-1 psql -U postgres -d shop -Atc"
                #expect(try project.done("\(owner) \"\(Self.count)\"").output == "3\n")
                #expect(try project.done(Self.asShop("SELECT current_user", project, password: "first word")).code == 0)
                let second = try project.done("sfm-dev up postgres")
                #expect(second.errors.contains("nothing to do"), "\(second.errors)")
                let seeded = try project.done(
                    "sfm-dev status postgres --format json | jq -r '.services[0].seeded[].name'")
                #expect(seeded.lines.first == "role 'shop'")
                #expect(seeded.lines.count == 5)

                // Without a word of this checkout's, the volume itself tells what has run.
                let third = try project.done("rm -rf .sfm-dev .env && sfm-dev up postgres")
                #expect(!third.errors.contains("shop.sql"), "\(third.errors)")
                #expect(try project.done("\(owner) \"\(Self.count)\"").output == "3\n")
            }
        }

        @Test func `a container that starts again runs nothing that was not run, and gets what it lost`() throws {
            try Self.with { project in
                try project.done("sfm-dev up postgres --no-seed")
                let again = try project.done("sfm-dev restart postgres")
                #expect(again.errors.contains("seed       role 'shop': missing"), "\(again.errors)")
                #expect(!again.errors.contains("shop.sql") && !again.errors.contains("command"), "\(again.errors)")
                #expect(try project.shell("docker exec \(project.name)-postgres-1 ls /tmp/ran").code != 0)
                let up = try project.done("sfm-dev up postgres")
                #expect(up.errors.contains("'seeds/shop.sql': not run on this volume"), "\(up.errors)")
            }
        }

        @Test func `what became otherwise is made true again`() throws {
            try Self.with { project in
                try project.done("sfm-dev up postgres")
                let inside = "docker exec \(project.name)-postgres-1 psql -U postgres -Atc"
                try project.done(
                    "\(inside) \"ALTER ROLE shop PASSWORD 'stolen'\" -c 'ALTER DATABASE shop OWNER TO postgres'")
                let drift = try project.done("sfm-dev status postgres")
                #expect(drift.output.contains("differs from the plan: role 'shop': had another password\n"))
                #expect(drift.output.contains("differs from the plan: database 'shop': belongs to 'postgres'\n"))
                let foreseen = try project.done("sfm-dev plan postgres --format json | jq -c '.steps[0]'")
                #expect(
                    foreseen.output
                        == #"{"action":"seed","cause":"role 'shop': had another password","name":"postgres","resource":"service"}"#
                        + "\n")
                let seeded = try project.done("sfm-dev seed")
                #expect(seeded.errors.contains("role 'shop': had another password"))
                #expect(seeded.errors.hasSuffix("seed: done\n"))
                #expect(try project.done(Self.asShop("SELECT 1", project, password: "first word")).output == "1\n")
                #expect(try project.shell(Self.asShop("SELECT 1", project, password: "stolen")).code != 0)
                #expect(try project.done("sfm-dev seed postgres").errors.hasSuffix("nothing to seed\n"))
                // Told before an engine is looked for.
                let unknown = try project.shell("DOCKER_HOST=unix:///nowhere sfm-dev seed postgers")
                #expect(unknown.code == 64)
                #expect(
                    unknown.errors == """
                        sfm-dev: error: unknown service 'postgers'
                        hint: did you mean 'postgres'? known services: api, consumer, kafka, postgres, qdrant, redis

                        """)
            }
        }

        @Test func `a script that fails leaves nothing, and one that changed runs again`() throws {
            try Self.with { project in
                try project.write(Self.script + "INSERT INTO nowhere VALUES (1);\n", to: "seeds/shop.sql")
                let failed = try project.shell("sfm-dev up postgres")
                #expect(failed.code == 1)
                #expect(
                    failed.errors.hasSuffix(
                        """
                        compose/postgres.yaml:34:7: error: 'seeds/shop.sql' of 'postgres' cannot be made: line 7: ERROR:  \
                        relation "nowhere" does not exist
                          34 |     - {sql: ./seeds/shop.sql, database: shop}
                             |       ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                        hint: sfm-dev logs postgres; sfm-dev up --no-seed leaves it as it is

                        """), "\(failed.errors)")
                #expect(try project.done("sfm-dev up postgres --no-seed").errors.contains("1 service ready"))
                try project.write(Self.script, to: "seeds/shop.sql")
                try project.done("sfm-dev up postgres")
                try project.write("INSERT INTO item VALUES ('four');\n", to: "seeds/shop.sql")
                let changed = try project.done("sfm-dev up postgres")
                #expect(changed.errors.contains("'seeds/shop.sql': changed"))
                let owner = "docker exec \(project.name)-postgres-1 psql -U postgres -d shop -Atc"
                #expect(try project.done("\(owner) \"\(Self.count)\"").output == "4\n")
            }
        }

        @Test(arguments: ["INSERT INTO item VALUES ('four", "COPY item FROM stdin;\nfour\n", "SELECT $x$ four"])
        func `a script that ends too early does nothing`(rest: String) throws {
            try Self.with { project in
                try project.write(Self.script + rest, to: "seeds/shop.sql")
                let failed = try project.shell("sfm-dev up postgres")
                #expect(failed.code == 1)
                #expect(failed.errors.contains("cannot be made: "), "\(failed.errors)")
                try project.write("SET ROLE shop; CREATE TABLE own (n int)", to: "seeds/shop.sql")
                try project.done("sfm-dev up postgres && sfm-dev up postgres")
                let tables = "SELECT tablename || ' ' || tableowner FROM pg_tables WHERE schemaname = 'public'"
                let owner = "docker exec \(project.name)-postgres-1 psql -U postgres -d shop -Atc"
                #expect(try project.done("\(owner) \"\(tables)\"").output == "own shop\n")
            }
        }

        @Test func `a command that fails is told with its last words, and runs again`() throws {
            let command = "[ -e /tmp/go ] || { echo not yet; exit 3; }; echo once >> /tmp/ran"
            try Self.with(command: command) { project in
                let failed = try project.shell("sfm-dev up postgres")
                #expect(failed.code == 1)
                #expect(failed.errors.contains("cannot be made: it ended with 3: not yet\n"), "\(failed.errors)")
                try project.done(
                    "docker exec \(project.name)-postgres-1 touch /tmp/go && sfm-dev up postgres && sfm-dev up")
                #expect(try project.done("docker exec \(project.name)-postgres-1 cat /tmp/ran").output == "once\n")
            }
        }
    }
}
