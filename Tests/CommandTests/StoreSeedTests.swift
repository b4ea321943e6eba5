import Testing

extension CommandTests {
    /// Users of Redis and collections of Qdrant, made by `up` and used by real clients.
    @Suite(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_ENGINE or SFM_DEV_TEST_PYTHON is not set"))
    struct StoreSeedTests {
        private static let profile = """
            profile: seeded
            services: [redis, qdrant]
            overlays: {auth: [redis, qdrant], seeds: [redis, qdrant]}
            credentials:
              REDIS_PASSWORD: {generate: 32}
              QDRANT_API_KEY: {generate: 32}
              CACHE_PASSWORD: {default: "first 'word' €"}
            variables:
              REDIS_URL: {url: {scheme: redis, user: cache, password: CACHE_PASSWORD, service: redis, path: /0}}
              QDRANT_URL: {url: {scheme: http, service: qdrant}}
              QDRANT_API_KEY: {credential: QDRANT_API_KEY}

            """
        private static func user(_ rules: String) -> String {
            "x-sfm-dev:\n  seed:\n    - {user: cache, password: CACHE_PASSWORD, rules: \"\(rules)\"}\n"
        }
        private static func collection(_ size: Int) -> String {
            "x-sfm-dev:\n  seed:\n    - {collection: memory vectors, size: \(size), distance: Dot}\n"
        }

        private static let clients = "(eval $(sfm-dev env) && $TEST_PYTHON -W ignore '\(TestProject.folder)/logins.py' "

        private static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                try project.write(profile, to: "profiles/seeded.yaml")
                try project.write(user("~cache:* +get +set"), to: "compose/redis.seeds.yaml")
                try project.write(collection(2), to: "compose/qdrant.seeds.yaml")
                try body(project)
            }
        }

        /// Of what `up` said, the lines about seeds.
        private static func seeds(_ outcome: Shell.Outcome) -> [String] {
            outcome.errors.split(separator: "\n").filter { $0.contains("user '") || $0.contains("collection '") }
                .map { $0.split(separator: " ").joined(separator: " ") }
        }

        @Test func `seeds are made once, kept, and made again where they are lost`() throws {
            try Self.with { project in
                let first = try project.done("sfm-dev up --profile seeded")
                #expect(Self.seeds(first).count == 2, "\(first.errors)")
                #expect(!first.errors.contains("first 'word'"))
                try project.done("\(Self.clients) rules) && \(Self.clients) vectors)")
                let second = try project.done("sfm-dev up")
                #expect(Self.seeds(second) == [] && second.errors.contains("nothing to do"), "\(second.errors)")
                // The list of users lies on the volume, and 'default' has a new password on it.
                try project.done("printf %s third-one | sfm-dev credentials set REDIS_PASSWORD")
                #expect(try Self.seeds(project.done("sfm-dev up")) == [])
                try project.done("\(Self.clients) rules)")
                // Without the list the user is missing.
                try project.done("docker exec \(project.name)-redis-1 rm /data/users.acl")
                #expect(try Self.seeds(project.done("sfm-dev restart redis --no-seed")) == [])
                let again = Self.seeds(try project.done("sfm-dev restart redis"))
                #expect(again.count == 1 && again[0].contains("missing, or has another password"), "\(again)")
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
                try project.done("\(Self.clients) rules)")
            }
        }

        @Test func `changed passwords and rules are made true`() throws {
            try Self.with { project in
                try project.done("sfm-dev up --profile seeded")
                let before = try project.done("docker ps -q | sort").output
                try project.done("sfm-dev env --shell sh > ../old.sh")
                try project.done("printf %s second | sfm-dev credentials set CACHE_PASSWORD")
                #expect(try Self.seeds(project.done("sfm-dev up")).count == 1)
                try project.done("\(Self.clients) rules)")
                let old = try project.shell(". ../old.sh && $TEST_PYTHON '\(TestProject.folder)/logins.py' rules")
                #expect(old.errors.contains("AuthenticationError"))
                // What happens in the volume's folder makes no other volume of it: older engines take its time for that of
                // the volume's creation.
                try project.done("docker exec \(project.name)-redis-1 touch -d 2001-01-01 /data")
                #expect(try Self.seeds(project.done("sfm-dev up")) == [])
                try project.write(Self.user("~* +get"), to: "compose/redis.seeds.yaml")
                let changed = Self.seeds(try project.done("sfm-dev up"))
                #expect(changed.count == 1 && changed[0].contains("changed"), "\(changed)")
                #expect(try project.shell("\(Self.clients) rules)").errors.contains("NoPermissionError"))
                // All of it live.
                #expect(try project.done("docker ps -q | sort").output == before)
            }
        }

        @Test func `what Redis refuses is told with its place, and nothing of it is made`() throws {
            try Self.with { project in
                try project.write(Self.user("~* +@al"), to: "compose/redis.seeds.yaml")
                let up = try project.shell("sfm-dev up --profile seeded")
                #expect(up.code == 1)
                #expect(
                    up.errors.contains("compose/redis.seeds.yaml:3:7: error: user 'cache' of 'redis' cannot be made: "))
                #expect(up.errors.contains("Unknown command or category name in ACL"), "\(up.errors)")
                #expect(!up.errors.contains("first 'word'"))
                let users = try project.done("docker exec \(project.name)-redis-1 cat /data/users.acl")
                #expect(users.lines.count == 1)
            }
        }

        @Test func `a collection with other vectors is an error that changes nothing`() throws {
            try Self.with { project in
                try project.done("sfm-dev up --profile seeded && \(Self.clients) vectors)")
                try project.write(Self.collection(3), to: "compose/qdrant.seeds.yaml")
                let up = try project.shell("sfm-dev up")
                #expect(up.code == 1)
                #expect(
                    up.errors.contains(
                        """
                        compose/qdrant.seeds.yaml:3:7: error: collection 'memory vectors' of 'qdrant' cannot be made: \
                        it has vectors of size 2, not 3, and is left as it is

                        """), "\(up.errors)")
                try project.done("\(Self.clients) vectors)")
                try project.write(Self.collection(2), to: "compose/qdrant.seeds.yaml")
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }

        @Test func `a user of a server without a list ends with its container, which is told`() throws {
            try TestProject.with { project in
                try project.write(
                    """
                    profile: seeded
                    services: [redis]
                    overlays: {seeds: [redis]}
                    credentials: {CACHE_PASSWORD: {default: word}}
                    variables:
                      REDIS_URL: {url: {scheme: redis, user: cache, password: CACHE_PASSWORD, service: redis, path: /0}}

                    """, to: "profiles/seeded.yaml")
                try project.write(Self.user("~cache:* +get +set"), to: "compose/redis.seeds.yaml")
                let up = try project.done("sfm-dev up --profile seeded")
                #expect(up.errors.contains("warning: user 'cache' ends with its container: Redis cannot save it"))
                try project.done("QDRANT_URL=; \(Self.clients) rules)")
            }
        }
    }
}
