import Testing

extension CommandTests {
    /// New values that everybody gets, or nobody.
    @Suite(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_ENGINE or SFM_DEV_TEST_PYTHON is not set"))
    struct RotationTests {
        private static let clients = "$TEST_PYTHON -W ignore '\(TestProject.folder)/logins.py'"
        private static func client(_ word: String) -> String { "(eval $(sfm-dev env) && \(clients) \(word))" }
        private static let outdated = "(. ../old.sh && \(clients) refused)"

        private static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                try project.done(
                    "sfm-dev up --profile auth && \(client("write")) && sfm-dev env --shell sh > ../old.sh")
                try body(project)
            }
        }

        @Test func `another checkout's services get no value of this one`() throws {
            try Self.with { project in
                let refused = try project.shell(
                    """
                    mkdir ../twin && cp -r . ../twin && cd ../twin && rm -rf .sfm-dev .env
                    sfm-dev generate --profile auth 2> /dev/null && sfm-dev credentials rotate --all
                    """)
                #expect(refused.code == 77)
                #expect(refused.errors.hasPrefix("sfm-dev: error: another checkout runs"), "\(refused.errors)")
                #expect(try project.shell("ls ../twin/.sfm-dev/journal-rotation.json").code != 0)
                try project.done(Self.client("read"))
            }
        }

        @Test func `after a rotation only the new values log in, and what was given one is made anew`() throws {
            try Self.with { project in
                let ids = "docker ps --no-trunc --format '{{.Names}} {{.ID}}' --filter name=\(project.name) | sort"
                let before = try project.done(ids).lines
                let rotated = try project.done("sfm-dev credentials rotate --all")
                #expect(rotated.output == "")
                let told = rotated.errors.split(separator: "\n").map { line in
                    line.split(separator: " ", omittingEmptySubsequences: true).prefix(5).joined(separator: " ")
                }
                #expect(
                    told.filter { $0.contains(" rotate ") }.sorted() == [
                        "kafka rotate password of 'sfm'", "postgres rotate password of 'postgres'",
                    ])
                #expect(told.last == "rotated: KAFKA_SASL_PASSWORD, POSTGRES_PASSWORD, QDRANT_API_KEY, REDIS_PASSWORD,")
                let after = try project.done(ids).lines
                let kept = Set(before).intersection(after).compactMap { $0.split(separator: " ").first }.sorted()
                #expect(kept == ["\(project.name)-kafka-1", "\(project.name)-postgres-1"].map { $0[...] })
                try project.done("\(Self.client("read")) && \(Self.outdated)")
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
                #expect(try project.done("sfm-dev credentials list").output.contains("POSTGRES_PASSWORD    generated"))
            }
        }

        @Test func `a rotation that fails is taken back everywhere`() throws {
            try Self.with { project in
                try project.done("printf first | sfm-dev credentials set REDIS_PASSWORD && sfm-dev up")
                try project.done(
                    "sed -i 's/umask 077/grep -q first \\/run\\/secrets\\/redis_password; &/' compose/redis.auth.yaml && echo '  ready_within: 5s' >> compose/redis.yaml"
                )
                try project.done("sfm-dev up && sfm-dev env --shell sh > ../old.sh")
                let failed = try project.shell("sfm-dev credentials rotate --all")
                #expect(failed.code == 1)
                #expect(failed.errors.contains("'redis'"), "\(failed.errors)")
                let note =
                    "note: KAFKA_SASL_PASSWORD, POSTGRES_PASSWORD, QDRANT_API_KEY, REDIS_PASSWORD, SOMA_API_TOKEN: "
                    + "the value before is in force again\n"
                #expect(failed.errors.hasSuffix(note), "\(failed.errors)")
                #expect(try project.done("sfm-dev env --shell sh").output == project.done("cat ../old.sh").output)
                try project.done("\(Self.client("read")) && ! ls .sfm-dev/journal-rotation.json")
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }

        @Test func `a service that went down in the middle gets the new value when it is back`() throws {
            try Self.with { project in
                try project.done("sed -i 's/ready_within: 90s/ready_within: 2s/' compose/postgres.yaml && sfm-dev up")
                try project.done("docker pause \(project.name)-postgres-1")
                let untouched = try project.shell("sfm-dev credentials rotate POSTGRES_PASSWORD")
                #expect(untouched.code == 1)
                #expect(
                    untouched.errors.hasSuffix("note: POSTGRES_PASSWORD: nothing was changed\n"), "\(untouched.errors)")
                try project.done("! ls .sfm-dev/journal-rotation.json")
                let failed = try project.shell("sfm-dev credentials rotate KAFKA_SASL_PASSWORD POSTGRES_PASSWORD")
                #expect(failed.code == 1)
                #expect(
                    failed.errors.hasSuffix(
                        """
                        note: KAFKA_SASL_PASSWORD, POSTGRES_PASSWORD: not every service took a value, and some may have \
                        the new one already
                        hint: sfm-dev up gives the new one to all of them

                        """), "\(failed.errors)")
                // The new value is the wanted one from now on.
                let shown = try project.done("sfm-dev env --shell sh; sfm-dev credentials show POSTGRES_PASSWORD")
                let value = try #require(shown.lines.last)
                #expect(shown.output.contains("postgres:\(value)@"))
                #expect(try !project.done("cat ../old.sh").output.contains(value))
                let up = try project.done("docker unpause \(project.name)-postgres-1 && sfm-dev up")
                #expect(
                    up.errors.contains(
                        "note: an interrupted rotation of KAFKA_SASL_PASSWORD, POSTGRES_PASSWORD goes on: 'sfm-dev up' makes the new value true everywhere\n"
                    ))
                try project.done(Self.client("read"))
                let old = "(. ../old.sh && psql \"$POSTGRES_URL\" -c 'SELECT 1')"
                #expect(try project.shell(old).errors.contains("password authentication failed"))
                // One that does not run is no failure.
                let stopped = try project.done("sfm-dev stop postgres && sfm-dev credentials rotate POSTGRES_PASSWORD")
                #expect(stopped.errors.contains("note: 'postgres' does not run: it gets the new value when"))
                try project.done("sfm-dev up && \(Self.client("read"))")
            }
        }

        @Test func `a server that takes any password gets the new one all the same`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up postgres")
                let rules = "docker exec -u postgres \(project.name)-postgres-1 sh -c"
                let reload = "psql -c 'SELECT pg_reload_conf()'"
                try project.done("\(rules) \"sed -i '1i host all all all trust' \\$PGDATA/pg_hba.conf && \(reload)\"")
                let rotated = try project.done("sfm-dev credentials rotate POSTGRES_PASSWORD")
                #expect(rotated.errors.contains("rotate     password of 'postgres'\n"), "\(rotated.errors)")
                #expect(
                    rotated.errors.contains(
                        """
                        sfm-dev: warning: 'postgres' still takes the value before: it asks for none, or takes any
                        hint: look for 'trust' in its pg_hba.conf

                        """))
                try project.done("\(rules) \"sed -i 1d \\$PGDATA/pg_hba.conf && \(reload)\"")
                try project.done("eval $(sfm-dev env); psql $POSTGRES_URL -c 'SELECT 1'")
                let old = "PGPASSWORD=postgres psql -h 127.0.0.1 -p \(project.ports[0]) -U postgres -c 'SELECT 1'"
                #expect(try project.shell(old).code != 0)
            }
        }

        @Test func `a seeded role's value is rotated without a word against the login`() throws {
            try TestProject.with { project in
                try project.done(
                    """
                    sed -i 's/^  POSTGRES_PASSWORD:.*/&\\n  SHOP_PASSWORD: {default: first-word}/' profiles/local.yaml
                    printf '  seed: [{role: shop, password: SHOP_PASSWORD}]\\n' >> compose/postgres.yaml
                    sfm-dev up postgres
                    """)
                let rotated = try project.done("sfm-dev credentials rotate SHOP_PASSWORD")
                #expect(
                    rotated.errors == """
                        postgres              seed       role 'shop': new value
                        rotated: SHOP_PASSWORD; eval $(sfm-dev env) sets your shell

                        """)
                func logIn(_ password: String) -> String {
                    "PGPASSWORD=\(password) psql -h 127.0.0.1 -p \(project.ports[0]) -U shop -d somamemory -c 'SELECT 1'"
                }
                try project.done(logIn("$(sfm-dev credentials show SHOP_PASSWORD)"))
                #expect(try project.shell(logIn("first-word")).code != 0)
            }
        }

        @Test func `a second rotation waits for its turn`() throws {
            try Self.with { project in
                let second = try project.done(
                    """
                    docker pause \(project.name)-postgres-1
                    sfm-dev credentials rotate POSTGRES_PASSWORD 2> ../first & first=$!
                    until [ -e .sfm-dev/journal-rotation.json ]; do kill -0 $first || break; done
                    sfm-dev credentials rotate REDIS_PASSWORD; echo $?
                    docker unpause \(project.name)-postgres-1 > /dev/null; wait $first
                    """)
                #expect(second.lines.last == "75")
                #expect(second.errors.contains("sfm-dev credentials rotate"))
                try project.done(Self.client("read"))
            }
        }

        @Test func `what cannot be rotated is told`() throws {
            try TestProject.with { project in
                func refused(_ command: String) throws -> (Int32, String) {
                    let outcome = try project.shell(command)
                    return (outcome.code, outcome.errors)
                }
                let rotate = "sfm-dev credentials rotate"
                #expect(
                    try refused("SFM_DEV_POSTGRES_PASSWORD=x \(rotate) POSTGRES_PASSWORD") == (
                        65,
                        """
                        sfm-dev: error: 'POSTGRES_PASSWORD' is fixed by the environment: SFM_DEV_POSTGRES_PASSWORD
                        hint: unset SFM_DEV_POSTGRES_PASSWORD

                        """
                    ))
                #expect(
                    try refused("\(rotate) POSTGRES_PASSWRD") == (
                        65,
                        """
                        sfm-dev: error: profile 'local' has no credential 'POSTGRES_PASSWRD'
                        hint: did you mean 'POSTGRES_PASSWORD'? known credentials: POSTGRES_PASSWORD, SOMA_API_TOKEN

                        """
                    ))
                #expect(
                    try refused(rotate) == (
                        64,
                        "sfm-dev: error: name a credential, or give --all\nhint: sfm-dev credentials rotate --help\n"
                    ))
                #expect(
                    try refused("\(rotate) --all --profile auth") == (
                        64,
                        """
                        sfm-dev: error: profile 'auth' is not active: a rotation is of the profile that runs
                        hint: sfm-dev up --profile auth

                        """
                    ))
                try project.done("sfm-dev generate")
                #expect(
                    try refused("\(rotate) --all --profile auth") == (
                        64, "sfm-dev: error: the active profile is 'local', not 'auth'\nhint: sfm-dev switch auth\n"
                    ))
                try project.done(
                    "sed -i 's/SOMA_API_TOKEN:    {default: dev-token}/SOMA_API_TOKEN: {required: true}/' profiles/local.yaml"
                )
                try project.done("echo given | sfm-dev credentials set SOMA_API_TOKEN")
                #expect(
                    try refused("\(rotate) SOMA_API_TOKEN") == (
                        77,
                        """
                        sfm-dev: error: 'SOMA_API_TOKEN' is not made here: the profile wants it from you
                        hint: sfm-dev credentials set SOMA_API_TOKEN

                        """
                    ))
                try project.write(
                    """
                    profile: theirs
                    services: []
                    external: {postgres: {network: "postgres:5432", host: "localhost:1"}}
                    credentials:
                      DB_PASSWORD: {default: x}
                      OWN_TOKEN: {default: y}
                    variables:
                      DB_URL: {url: {scheme: postgresql, user: soma, password: DB_PASSWORD, service: postgres}}

                    """, to: "profiles/theirs.yaml")
                try project.done("sfm-dev switch theirs --files-only")
                #expect(
                    try refused("\(rotate) DB_PASSWORD") == (
                        77,
                        """
                        sfm-dev: error: 'DB_PASSWORD' is a login of 'postgres', which somebody else runs: its owner changes it
                        hint: sfm-dev credentials set DB_PASSWORD, to the value that its owner gave it

                        """
                    ))
                let all = try project.done("\(rotate) --all")
                #expect(all.errors.contains("note: left as it is: 'DB_PASSWORD' is a login of 'postgres'"))
                #expect(all.errors.contains("rotated: OWN_TOKEN;"))
            }
        }
    }
}
