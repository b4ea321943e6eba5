import Testing

extension CommandTests {
    /// A volume that was made with one password, and an environment that says another.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct PostgresDriftTests {
        private static func logIn(_ password: String, _ project: TestProject) -> String {
            "PGPASSWORD='\(password)' psql -h 127.0.0.1 -p \(project.ports[0]) -U postgres -d somamemory -Atc"
        }

        @Test func `the value of the environment is true on an old volume too, and the data is there`() throws {
            try TestProject.with { project in
                try project.done("printf 'value A' | sfm-dev credentials set POSTGRES_PASSWORD && sfm-dev up postgres")
                try project.done("\(Self.logIn("value A", project)) 'CREATE TABLE kept AS SELECT 42 AS n'")
                let container = "docker inspect -f '{{.Id}}' \(project.name)-postgres-1"
                let before = try project.done(container).output
                try project.done("printf 'value B' | sfm-dev credentials set POSTGRES_PASSWORD")
                #expect(
                    try project.done("sfm-dev plan postgres").output
                        == "postgres  repair  its volume has another POSTGRES_PASSWORD\n")
                let up = try project.done("sfm-dev up postgres")
                #expect(
                    up.errors.hasPrefix(
                        "postgres              repair     password of 'postgres': its volume had another\n"),
                    "\(up.errors)")
                // Nothing was made anew for it.
                #expect(try project.done(container).output == before)
                #expect(try project.done("\(Self.logIn("value B", project)) 'SELECT n FROM kept'").output == "42\n")
                #expect(try project.shell("\(Self.logIn("value A", project)) 'SELECT 1'").code != 0)
                #expect(
                    try project.done("eval $(sfm-dev env); psql $POSTGRES_URL -Atc 'SELECT n FROM kept'").output
                        == "42\n")
                #expect(try project.done("sfm-dev up postgres").errors.contains("nothing to do"))
            }
        }

        @Test func `the password is true too where no port is published`() throws {
            try TestProject.with { project in
                try project.done(
                    """
                    sed -i '/^ports/d' compose/postgres.yaml && sed -i '/^  POSTGRES_URL/,+2d' profiles/local.yaml
                    sed -i 's/POSTGRES_PORT: [0-9]*, //' config.yaml
                    """)
                try project.done("printf 'value A' | sfm-dev credentials set POSTGRES_PASSWORD && sfm-dev up postgres")
                try project.done("printf 'value B' | sfm-dev credentials set POSTGRES_PASSWORD")
                let up = try project.done("sfm-dev up postgres")
                #expect(
                    up.errors.contains("repair     password of 'postgres': its volume had another\n"), "\(up.errors)")
                // As another container sees it: this one's own address is not trusted.
                func logIn(_ password: String) -> String {
                    let name = "\(project.name)-postgres-1"
                    return
                        "docker exec -e PGPASSWORD='\(password)' \(name) sh -c 'psql -h $(hostname -i) -U postgres -Atc \"SELECT 1\"'"
                }
                #expect(try project.done(logIn("value B")).output == "1\n")
                #expect(try project.shell(logIn("value A")).code != 0)
                #expect(try project.done("sfm-dev up postgres").errors.contains("nothing to do"))
            }
        }

        @Test func `a volume that outlived its checkout's folder is taken over`() throws {
            try TestProject.with { project in
                try project.done("printf 'value A' | sfm-dev credentials set POSTGRES_PASSWORD && sfm-dev up postgres")
                try project.done("\(Self.logIn("value A", project)) 'CREATE TABLE kept AS SELECT 42 AS n'")
                try project.done("sfm-dev down && rm -rf .sfm-dev .env && sfm-dev up postgres")
                #expect(try project.done("\(Self.logIn("postgres", project)) 'SELECT n FROM kept'").output == "42\n")
                #expect(try project.shell("\(Self.logIn("value A", project)) 'SELECT 1'").code != 0)
            }
        }

        @Test func `a role and a database that are gone are made again`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up postgres")
                let inside = "docker exec \(project.name)-postgres-1 psql -U postgres -d postgres -c"
                try project.done("\(inside) 'DROP DATABASE somamemory WITH (FORCE)'")
                let up = try project.done("sfm-dev up postgres")
                #expect(up.errors.contains("repair     database 'somamemory': its volume had none\n"), "\(up.errors)")
                let unseeded = try project.shell(
                    "\(inside) 'DROP DATABASE somamemory WITH (FORCE)' && sfm-dev up postgres --no-seed --wait-timeout 3"
                )
                #expect(unseeded.code == 1)
                #expect(unseeded.errors.contains("error: 'postgres' has no database 'somamemory'\n"))
            }
        }

        @Test func `a superuser that was renamed is told`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up postgres")
                try project.done("\(Self.logIn("postgres", project)) 'CREATE TABLE mark AS SELECT 42 AS n'")
                let inside = "docker exec \(project.name)-postgres-1 psql -d postgres"
                try project.done(
                    "\(inside) -U postgres -c 'CREATE ROLE other SUPERUSER LOGIN' && \(inside) -U other -c 'ALTER ROLE postgres RENAME TO boss'"
                )
                let refused = try project.shell("sfm-dev up postgres")
                #expect(refused.code == 1)
                #expect(
                    refused.errors == """
                        sfm-dev: error: 'postgres' cannot be seeded: it has no role 'postgres': its superuser was \
                        renamed, or was always called otherwise
                        hint: set POSTGRES_USER under 'environment' in its template to that role's name, then sfm-dev up

                        """)
                try project.done("sed -i 's/POSTGRES_USER: postgres/POSTGRES_USER: boss/' compose/postgres.yaml")
                let repaired = try project.done("sfm-dev up postgres")
                #expect(repaired.errors.contains("repair     role 'postgres': its volume had none\n"))
                // The data is its former user's, and within reach.
                #expect(try project.done("\(Self.logIn("postgres", project)) 'SELECT n FROM mark'").output == "42\n")
            }
        }

        @Test func `a password that has run out is good again`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up postgres")
                let inside = "docker exec \(project.name)-postgres-1 psql -U postgres -c"
                try project.done("\(inside) \"ALTER ROLE postgres VALID UNTIL '2001-01-01'\"")
                #expect(try project.done("sfm-dev up postgres").errors.contains("repair     password of 'postgres'"))
                #expect(try project.done("\(Self.logIn("postgres", project)) 'SELECT 1'").output == "1\n")
            }
        }

        private static let kinds = [
            #"'printf "%b" "$(for n in $(seq 33 126); do printf "\\\\%03o" $n; done)"'"#,
            "'head -c 1000 /dev/zero | tr \"\\\\0\" x'", "'printf %s -leading'", "'printf %s \"a'\\''b\\\"c\"'",
            "'printf %s \"100%25 $HOME ${HOME} \\$(id) \\`id\\`\"'", "'printf %s grün日本語✓'", "'printf \"two\\nlines\"'",
        ]

        /// Each is set from standard input, and tried by a client that knows only what `env` exports.
        @Test func `a password of any kind logs in`() throws {
            try TestProject.with { project in
                for made in Self.kinds {
                    try project.done("sh -c \(made) | sfm-dev credentials set POSTGRES_PASSWORD && sfm-dev up postgres")
                    let user = try project.done(
                        "eval $(sfm-dev env); psql \"$POSTGRES_URL\" -Atc 'SELECT current_user'")
                    #expect(user.output == "postgres\n", "\(made)")
                }
                // As the image's own first start takes it, too.
                try project.done("sfm-dev down --volumes --yes && sfm-dev up postgres")
                try project.done("eval $(sfm-dev env); psql \"$POSTGRES_URL\" -c 'SELECT 1'")
            }
        }
    }
}
