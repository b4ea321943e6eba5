import Testing

extension CommandTests {
    /// Commands that change what runs already.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct ChangeTests {
        private static func running(_ project: TestProject) throws -> [String] {
            let names =
                "docker ps --filter label=com.docker.compose.project=\(project.name) --format '{{.Names}}' | sort"
            return try project.done(names).lines.map { String($0.dropFirst(project.name.count + 1).dropLast(2)) }
        }

        @Test func `a changed service is made anew and waited for, its data kept`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up postgres redis")
                let sql = "sfm-dev exec postgres -- psql -U postgres -Atc"
                try project.done("\(sql) 'CREATE TABLE kept (a int)' somamemory")
                try project.done("sed -i 's/^restart: unless-stopped/restart: always/' compose/postgres.yaml")
                let plan = try project.done("sfm-dev plan postgres redis")
                #expect(plan.output == "postgres  recreate  restart changed\n")
                let up = try project.done("sfm-dev up postgres redis")
                #expect(up.errors.contains("2 services ready, profile 'local': 1 step"))
                #expect(try project.done("\(sql) 'SELECT count(*) FROM kept' somamemory").output == "0\n")
                #expect(try project.done("sfm-dev up --force-recreate redis").errors.contains("1 service ready"))
                #expect(try Self.running(project) == ["postgres", "redis"])
            }
        }

        @Test(arguments: [
            ("sed -i /env/d .gitignore", 77), ("echo COMPOSE_FILE=mine > .env", 65),
            ("sed -i 's/}$/, credentials: {SOMA_API_TOKEN: x}}/' config.yaml && git add -f config.yaml", 77),
            ("sfm-dev --quiet generate && sed -i 's/^COMPOSE_PROJECT_NAME=.*/COMPOSE_PROJECT_NAME=x/' .env", 65),
        ])
        func `a plan that nothing would come of ends as 'up' would, and shows the steps first`(
            preparation: String, code: Int32
        ) throws {
            try TestProject.with { project in
                try project.done(preparation)
                let plan = try project.shell("sfm-dev plan redis")
                let up = try project.shell("sfm-dev up redis")
                #expect(plan.code == code && up.code == code, "\(up.errors)")
                #expect(plan.errors.hasSuffix(up.errors), "\(plan.errors)")
                #expect(plan.output.contains("redis") && up.output == "")
            }
        }

        @Test func `an optional service is remembered until it is left out`() throws {
            try TestProject.with { project in
                try project.done(
                    "sed -i 's/^services:.*/services: [redis]/; s/^optional:.*/optional: [qdrant]/' profiles/local.yaml"
                )
                try project.done("sed -i '/_URL:/,$d; /KAFKA_BOOTSTRAP/,$d' profiles/local.yaml")
                try project.done("sfm-dev up --with qdrant")
                #expect(try project.done("sfm-dev up").errors.contains("2 services ready"))
                #expect(try project.done("grep COMPOSE_PROFILES .env").output == "COMPOSE_PROFILES='with-qdrant'\n")
                let typo = try project.shell("sfm-dev up --without redis")
                #expect(typo.code == 64)
                #expect(typo.errors.contains("profile 'local' has no optional service 'redis'"))
                #expect(try Self.running(project) == ["qdrant", "redis"])
                try project.done("sfm-dev up --without qdrant")
                #expect(try Self.running(project) == ["redis"])
                // Named, it is asked for as well.
                try project.done("sfm-dev up qdrant && sfm-dev up")
                #expect(try Self.running(project) == ["qdrant", "redis"])
                try project.done("sfm-dev down && sfm-dev generate --check")
                #expect(try !project.done("cat .env").output.contains("COMPOSE_PROFILES"))
                // An edit in between waits for the command that takes it over.
                try project.done(
                    "sfm-dev up --with qdrant && sed -i 's/^SOMA_API_TOKEN=.*/SOMA_API_TOKEN=mine-now/' .env")
                try project.done("sfm-dev down")
                #expect(try project.done("grep ^SOMA_API_TOKEN .env").output == "SOMA_API_TOKEN=mine-now\n")
                #expect(try project.done("sfm-dev generate").errors.contains("'SOMA_API_TOKEN' was edited in '.env'"))
                #expect(try project.done("eval $(sfm-dev env); echo $SOMA_API_TOKEN").output == "mine-now\n")
                #expect(try !project.done("cat .env").output.contains("COMPOSE_PROFILES"))
            }
        }

        @Test func `a switch stops what only the old profile ran, and goes back`() throws {
            try TestProject.with { project in
                try project.done(
                    "sed 's/^profile: local/profile: small/; s/^services:.*/services: [redis]/' profiles/local.yaml > profiles/small.yaml"
                )
                try project.done(
                    "sed -i '/POSTGRES_URL/,/surfaces/d; /QDRANT_URL/,/rivals/d; /KAFKA_B/,/surfaces/d' profiles/small.yaml"
                )
                try project.done(
                    "sed -i 's/^optional:.*/optional: [qdrant]/; s/^services:.*/services: [redis]/' profiles/small.yaml"
                )
                try project.done("sfm-dev up")
                let volumes = "docker volume ls -q --filter label=com.docker.compose.project=\(project.name) | sort"
                let before = try project.done(volumes).output
                try project.done("sfm-dev switch small")
                #expect(try Self.running(project) == ["redis"])
                #expect(try project.done(volumes).output == before)
                #expect(try project.done("sfm-dev env --shell dotenv").output.contains("POSTGRES_URL") == false)

                // One that fails leaves the profile as it was.
                try project.done(
                    "sed 's/^profile: small/profile: lost/; s/redis\\]/redis, gone]/' profiles/small.yaml > profiles/lost.yaml"
                )
                try project.done(
                    "printf 'image: sfm-dev/no-such-image:1\\nx-sfm-dev: {build: make it}\\n' > compose/gone.yaml")
                let failed = try project.shell("sfm-dev switch lost")
                #expect(failed.code == 1)
                #expect(failed.errors.contains("the image 'sfm-dev/no-such-image:1' of 'gone' is missing"))
                #expect(failed.errors.contains("profile 'small' is still the active one"))
                #expect(try project.done("sfm-dev profiles").output.contains("* small"))

                try project.done("sfm-dev switch -")
                #expect(try Self.running(project) == TestProject.services)
                let early = try project.shell("sfm-dev up --profile small")
                #expect(early.code == 64)
                #expect(early.errors.contains("hint: sfm-dev switch small"))
            }
        }

        @Test func `a taken port moves where nobody fixes it`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis")
                try TestProject.with { other in
                    let port = project.ports[1]
                    try other.write("sfm-dev: {images: stand-in, project: \(other.name)}\n", to: "config.yaml")
                    try other.done("sed -i 's/REDIS_PORT:-6379/REDIS_PORT:-\(port)/' compose/redis.yaml")
                    let up = try other.done("sfm-dev up redis --auto-ports")
                    #expect(up.errors.contains("1 service ready"))
                    let url = try other.done("eval $(sfm-dev env) && echo $REDIS_URL").output
                    #expect(url != "redis://localhost:\(port)/0\n")
                    #expect(try other.done("sfm-dev doctor | grep REDIS_PORT").output.contains("chosen port"))
                    #expect(try other.done("sfm-dev up redis").errors.contains("nothing to do"))
                    let fixed = try other.shell(
                        "sfm-dev down; SFM_DEV_REDIS_PORT=\(port) sfm-dev up redis --auto-ports")
                    #expect(fixed.code == 1)
                    #expect(fixed.errors.contains("note: --auto-ports leaves it: SFM_DEV_REDIS_PORT fixes it"))
                    #expect(try Self.running(other) == [])
                }
            }
        }

        @Test func `a renamed service gives its port to the new one`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis")
                try project.done(
                    "mv compose/redis.yaml compose/cache.yaml && sed -i 's/redis_data/cache_data/' compose/cache.yaml")
                try project.done("sed -i 's/^services:.*/services: [cache]/; s/^optional:.*//' profiles/local.yaml")
                try project.done("sed -i '/POSTGRES_URL/,$d' profiles/local.yaml")
                let kept = try project.shell("sfm-dev up")
                #expect(kept.code == 1)
                #expect(kept.errors.contains("or sfm-dev up --remove-orphans"))
                try project.done("sfm-dev up --remove-orphans")
                #expect(try Self.running(project) == ["cache"])
            }
        }

        @Test func `containers stop, start and restart as they are`() throws {
            try TestProject.with { project in
                let id = "docker ps -aqf name=\(project.name)-redis-1"
                let none = try project.shell("sfm-dev start")
                #expect(none.code == 1)
                #expect(none.errors.contains("hint: sfm-dev up"))
                try project.done("sfm-dev up redis qdrant")
                let before = try project.done(id).output
                try project.done("sfm-dev stop redis")
                #expect(try Self.running(project) == ["qdrant"])
                let status = try project.shell("sfm-dev status --check redis")
                #expect(status.code == 1)
                #expect(status.output.contains("it exited with code 0"))
                try project.done("sfm-dev start && sfm-dev status --check redis qdrant && sfm-dev restart redis")
                #expect(try project.done(id).output == before)
                #expect(try project.done("sfm-dev up redis").errors.contains("nothing to do"))
            }
        }

        @Test func `a project reached by a link is the same project`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis && ln -s \"$PWD\" ../link")
                let ids = "docker ps -aq --filter label=com.docker.compose.project=\(project.name)"
                let before = try project.done(ids).output
                try project.done("cd ../link && sfm-dev up redis && rm ../link")
                #expect(try project.done(ids).output == before)
            }
        }
    }
}
