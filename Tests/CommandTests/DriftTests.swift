import Testing

extension CommandTests {
    /// Services whose password is another than the one that their volume was made with.
    @Suite(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_ENGINE or SFM_DEV_TEST_PYTHON is not set"))
    struct DriftTests {
        private static let profile = """
            profile: guarded
            services: [redis, qdrant]
            overlays: {auth: [redis, qdrant]}
            credentials:
              REDIS_PASSWORD: {generate: 32}
              QDRANT_API_KEY: {generate: 32}
            variables:
              REDIS_URL: {url: {scheme: redis, user: default, password: REDIS_PASSWORD, service: redis, path: /0}}
              REDIS_PASSWORD: {credential: REDIS_PASSWORD}
              QDRANT_URL: {url: {scheme: http, service: qdrant}}
              QDRANT_API_KEY: {credential: QDRANT_API_KEY}

            """

        private static let clients = "$TEST_PYTHON -W ignore '\(TestProject.folder)/logins.py'"
        /// A client with the variables of now.
        private static func client(_ word: String) -> String { "(eval $(sfm-dev env) && \(clients) \(word))" }
        /// A client with the variables as they were kept.
        private static let outdated = "(. ../old.sh && \(clients) refused)"
        private static let keeping = "sfm-dev env --shell sh > ../old.sh"

        private static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                try project.write(profile, to: "profiles/guarded.yaml")
                try body(project)
            }
        }

        private static func ids(_ project: TestProject) throws -> [Substring] {
            try project.done("docker ps -q --no-trunc --filter label=com.docker.compose.project=\(project.name) | sort")
                .lines
        }

        @Test func `a password that was set later is the only one, and the data is kept`() throws {
            try Self.with { project in
                try project.done("sfm-dev up --profile guarded && \(Self.client("write")) && \(Self.keeping)")
                let before = try Self.ids(project)
                try project.done("printf 'sequel-%s' B | sfm-dev credentials set REDIS_PASSWORD")
                try project.done("printf 'sequel-%s' B | sfm-dev credentials set QDRANT_API_KEY")
                #expect(
                    try project.done("sfm-dev plan").lines == [
                        "qdrant  recreate  secret qdrant_api_key changed",
                        "redis   recreate  secret redis_password changed",
                    ])
                let up = try project.done("sfm-dev up")
                #expect(up.errors.contains("2 services ready, profile 'guarded'"))
                #expect(!up.errors.contains("sequel-B"))
                #expect(Set(before).isDisjoint(with: try Self.ids(project)))
                try project.done("\(Self.client("read")) && \(Self.outdated)")
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
                // Neither is told to whoever may look at containers and processes.
                let inspected = try project.done(
                    """
                    docker ps -q --filter label=com.docker.compose.project=\(project.name) | xargs docker inspect
                    docker top \(project.name)-redis-1 -ef && docker top \(project.name)-qdrant-1 -ef
                    """)
                #expect(inspected.output.contains("qdrant_storage"))
                #expect(!inspected.output.contains("sequel-B"))
            }
        }

        @Test func `a password that was changed by hand is the environment's again`() throws {
            try Self.with { project in
                try project.done("sfm-dev up --profile guarded && \(Self.client("write"))")
                try project.done(
                    "(eval $(sfm-dev env) && redis-cli -u \"$REDIS_URL\" --no-auth-warning ACL SETUSER default resetpass '>other')"
                )
                let up = try project.done("sfm-dev up")
                #expect(
                    up.errors.hasPrefix(
                        "redis                 repair     restarted: it refused the password that it was made with\n"),
                    "\(up.errors)")
                try project.done(Self.client("read"))
            }
        }

        @Test func `new passwords are true on old volumes after the files were lost`() throws {
            try Self.with { project in
                try project.done("sfm-dev up --profile guarded && \(Self.client("write")) && \(Self.keeping)")
                try project.done("rm -r .sfm-dev .env")
                let up = try project.done("sfm-dev up --profile guarded")
                #expect(up.errors.contains("2 services ready, profile 'guarded'"))
                try project.done("\(Self.client("read")) && \(Self.outdated)")
                // Its containers are gone too.
                try project.done("\(Self.keeping) && sfm-dev down && rm -r .sfm-dev .env")
                try project.done("sfm-dev up --profile guarded && \(Self.client("read")) && \(Self.outdated)")
            }
        }

        @Test func `data goes from a profile without logins to one with them, and back`() throws {
            try Self.with { project in
                try project.write(
                    """
                    profile: open
                    services: [redis, qdrant]
                    variables:
                      QDRANT_URL: {url: {scheme: http, service: qdrant}}
                      REDIS_URL: {url: {scheme: redis, service: redis, path: /0}}

                    """, to: "profiles/open.yaml")
                let line = "services: [redis, qdrant]"
                try project.write(
                    Self.profile.replacing(line, with: "extends: open"), to: "profiles/guarded.yaml")
                try project.done("sfm-dev up --profile open && \(Self.client("write"))")
                try project.done("sfm-dev switch guarded && \(Self.client("read")) && \(Self.keeping)")
                try project.done("sfm-dev switch open && \(Self.client("read"))")
                try project.done("sfm-dev switch guarded && \(Self.client("read"))")
                // Credentials are kept for each profile: it is the same one again.
                #expect(try project.done("sfm-dev env --shell sh").output == project.done("cat ../old.sh").output)
            }
        }

        /// What shells, `.env`, docker compose, sh in the container and URLs each read in their own way.
        static let passwords = [
            String(String.UnicodeScalarView((0x20...0x7E).compactMap(Unicode.Scalar.init))),
            "\"'`$x ${y} $$ \\n %41 # ! ~", " ends with blanks \t ", "grün ключ 鍵 🔑\u{301}", "two\nlines",
            "-n", "#digest", ">", String(repeating: "k€", count: 500),
        ]

        @Test func `Redis takes any password`() throws {
            try Self.with { project in
                try project.done("sed -i 's/, qdrant\\]$/]/; s/redis, qdrant\\]}/redis]}/' profiles/guarded.yaml")
                try project.done("sed -i '/QDRANT/d' profiles/guarded.yaml")
                try project.done("sfm-dev up --profile guarded")
                for password in Self.passwords {
                    try project.done("sfm-dev credentials set REDIS_PASSWORD", input: password + "\n")
                    try project.done("sfm-dev up")
                    let value = try project.done("eval $(sfm-dev env) && printf %s \"$REDIS_PASSWORD\"")
                    #expect(value.output == password)
                    try project.done("(eval $(sfm-dev env) && \(Self.clients) ping)")
                    let cli = try project.done(
                        """
                        (eval $(sfm-dev env) && export REDISCLI_AUTH="$REDIS_PASSWORD" &&
                        docker exec -e REDISCLI_AUTH \(project.name)-redis-1 redis-cli ping)
                        """)
                    #expect(cli.output == "PONG\n", "\(password)")
                    let check = try project.done(
                        """
                        docker inspect --format '{{json (index .Config.Healthcheck.Test 3)}}' \(project.name)-redis-1 |
                        jq -j . | docker exec -i \(project.name)-redis-1 sh -s
                        """)
                    #expect(check.errors == "", "\(password)")
                }
            }
        }

        @Test func `a key that Qdrant could never take is refused before anything changes`() throws {
            try Self.with { project in
                try project.done("sfm-dev up --profile guarded")
                let before = try Self.ids(project)
                #expect(try project.shell("sfm-dev credentials set QDRANT_API_KEY", input: "grün\n").code == 65)
                let refused = try project.shell("SFM_DEV_QDRANT_API_KEY=grün sfm-dev up")
                #expect(refused.code == 65)
                #expect(
                    refused.errors.hasPrefix(
                        """
                        profiles/guarded.yaml:6:3: error: credential 'QDRANT_API_KEY' in SFM_DEV_QDRANT_API_KEY cannot be sent in a \
                        header of HTTP: it holds a character that is not ASCII

                        """))
                #expect(!refused.errors.contains("grün"))
                #expect(try Self.ids(project) == before)
                // All that a header may carry inside.
                let best = String(String.UnicodeScalarView((0x21...0x7E).compactMap(Unicode.Scalar.init)))
                try project.done("sfm-dev credentials set QDRANT_API_KEY", input: "\(best) \t\(best)\n")
                try project.done("sfm-dev up && \(Self.client("write"))")
            }
        }

        @Test func `the health checks of the containers log in`() throws {
            try Self.with { project in
                try project.done("sfm-dev up --profile guarded")
                for (service, place, secret) in [("redis", 3, "redis_password"), ("qdrant", 3, "qdrant_api_key")] {
                    let container = "\(project.name)-\(service)-1"
                    let check =
                        "docker inspect --format '{{json (index .Config.Healthcheck.Test \(place))}}' \(container) | jq -j ."
                    try project.done("\(check) | docker exec -i \(container) bash -s")
                    // Another secret than the server has.
                    try project.done(
                        "docker exec \(container) sh -c 'chmod 600 /run/secrets/\(secret); echo no > /run/secrets/\(secret)'"
                    )
                    #expect(try project.shell("\(check) | docker exec -i \(container) bash -s").code == 1)
                }
            }
        }
    }
}
