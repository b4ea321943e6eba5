import Testing

extension CommandTests {
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct UpTests {
        @Test func `up ends with four ready services, and a second one does nothing`() throws {
            try TestProject.with { project in
                let one = try project.done("sfm-dev up redis")
                #expect(one.errors.contains("1 service ready, profile 'local'"))
                #expect(!one.errors.contains("postgres"))
                let first = try project.done("sfm-dev up")
                #expect(first.output == "")
                #expect(first.errors.contains("4 services ready, profile 'local'"))
                let status = try project.done(
                    "sfm-dev status --check --format json | jq -r '.services[] | [.service, .ready] | @tsv'")
                #expect(status.lines == TestProject.services.map { "\($0)\ttrue" })

                // The lock is taken each time, and says by whom.
                let files = "stat -c '%n %i %Y' .env .sfm-dev/* | grep -v /lock"
                let before = try project.done(files).output
                let second = try project.done("sfm-dev up --verbose")
                #expect(try project.done(files).output == before)
                let requests = second.errors.split(separator: "\n").filter { $0.hasPrefix("engine: ") }
                #expect((1...4).contains(requests.count), "\(requests)")
                for request in requests {
                    #expect(request.hasPrefix("engine: GET ") || request.hasPrefix("engine: HEAD "))
                }
                #expect(second.errors.contains("nothing to do"))

                #expect(try project.done("git status --porcelain").output == "")
                #expect(try project.done("stat -c %a .env .sfm-dev/salted").output == "600\n600\n")
            }
        }

        /// It goes around the argument parser; `--` behind it does not.
        @Test func `a command with nothing behind it does what the parser would have it do`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up")
                for command in ["up", "generate", "status"] {
                    func told(_ line: String) throws -> String {
                        let ended = try project.shell(line)
                        return "\(ended.code) \(ended.output)\(ended.errors)".replacing(/[0-9.]+ m?s\n/, with: "\n")
                    }
                    let plain = try told("sfm-dev \(command)")
                    #expect(plain.hasPrefix("0 "), "\(plain)")
                    #expect(try told("sfm-dev \(command) --") == plain)
                }
            }
        }

        @Test(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_PYTHON names no Python"))
        func `clients write and read with the values of env alone`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up")
                let clients = "$TEST_PYTHON '\(TestProject.folder)/clients.py'"
                try project.done("eval $(sfm-dev env) && \(clients) write kafka")

                let down = try project.done("sfm-dev down -v")
                #expect(down.errors.contains("note: the data stays: '-v' is short for '--verbose' here\n"))
                try project.done("sfm-dev up")
                try project.done("eval $(sfm-dev env) && \(clients) read")

                let volumes = "docker volume ls -q --filter label=com.docker.compose.project=\(project.name)"
                #expect(try project.done(volumes).lines.count == 4)
                try project.done("sfm-dev down --volumes --yes")
                #expect(try project.done(volumes).output == "")
                let left = "docker ps -aq --filter label=com.docker.compose.project=\(project.name)"
                #expect(try project.done(left).output == "")
            }
        }

        @Test(.enabled(if: TestProject.hasCompose, "SFM_DEV_TEST_COMPOSE names no docker compose"))
        func `docker compose sees the same services, and makes none anew`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up")
                let shown = try project.done("$TEST_COMPOSE ps --format json | jq -r .Service | sort")
                #expect(shown.lines.map(String.init) == TestProject.services)
                let ids = "docker ps -aq --no-trunc --filter label=com.docker.compose.project=\(project.name) | sort"
                let before = try project.done(ids).output
                try project.done("$TEST_COMPOSE up -d")
                #expect(try project.done(ids).output == before)
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }

        @Test(.enabled(if: TestProject.hasCompose, "SFM_DEV_TEST_COMPOSE names no docker compose"))
        func `what docker compose made from the file is taken over as it is`() throws {
            try TestProject.with { project in
                // Once, so that the file is made for this engine.
                try project.done("sfm-dev up redis && sfm-dev down --volumes --yes")
                try project.done("$TEST_COMPOSE up -d")
                let ids = "docker ps -aq --no-trunc --filter label=com.docker.compose.project=\(project.name) | sort"
                let before = try project.done(ids).output
                let up = try project.done("sfm-dev up --verbose")
                // Compose makes no topics: those are missing, and nothing else is.
                #expect(up.errors.contains("4 services ready, profile 'local': 3 steps"), "\(up.errors)")
                let writing = up.errors.split(separator: "\n").filter { $0.hasPrefix("engine: ") }
                    .filter { !$0.hasPrefix("engine: GET ") }
                #expect(writing == [])
                #expect(try project.done(ids).output == before)
                try project.done("$TEST_COMPOSE down -v")
                #expect(try project.done(ids).output == "")
                #expect(try project.done("sfm-dev up redis").errors.contains("1 service ready"))
            }
        }

        @Test func `no container shows a password`() throws {
            try TestProject.with { project in
                let password = "Geheim-\(project.name)"
                let credentials = "credentials: {POSTGRES_PASSWORD: \(password)}"
                try project.write(
                    project.defaultConfig.replacing("{images", with: "{\(credentials), images"), to: "config.yaml")
                let up = try project.done("sfm-dev up --verbose")
                #expect(!up.errors.contains(password))
                // Only what is in a variable of the shell reaches grep: an argument list is the world's to read.
                let inspected = try project.done(
                    "docker ps -aq --filter label=com.docker.compose.project=\(project.name) | xargs docker inspect")
                #expect(inspected.output.contains("postgres_data"))
                #expect(!inspected.output.contains(password))
                #expect(try project.done("sfm-dev env --shell dotenv").output.contains(password))
                #expect(try !project.done("sfm-dev status; sfm-dev settings; sfm-dev logs").output.contains(password))
            }
        }

        @Test func `a fifth service is one file and one word`() throws {
            try TestProject.with { project in
                try project.write(
                    """
                    image: sfm-dev/stand-in-redis:1
                    command: [redis-server, --save, ""]
                    ports: ["127.0.0.1:\(project.ports[4]):6379"]
                    x-sfm-dev: {endpoint: 6379, ready: redis}

                    """, to: "compose/cache.yaml")
                try project.done("sed -i '/^services:/s/kafka/kafka, cache/' profiles/local.yaml")
                let up = try project.done("sfm-dev up")
                #expect(up.errors.contains("5 services ready"))
            }
        }

        @Test func `bad input starts nothing`() throws {
            try TestProject.with { project in
                try project.done("sed -i 's/^restart:/restrat:/' compose/redis.yaml")
                let refused = try project.shell("sfm-dev up")
                #expect(refused.code == 65)
                #expect(refused.errors.hasPrefix("compose/redis.yaml:12:1: error: unknown key 'restrat'\n"))
                #expect(try project.shell("ls .env .sfm-dev/docker-compose.yml .sfm-dev/state.json").output == "")
                let label = "--filter label=com.docker.compose.project=\(project.name)"
                #expect(try project.done("docker ps -aq \(label); docker volume ls -q \(label)").output == "")
            }
        }

        @Test func `a taken port is named with its holder, and nothing is started`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis")
                try TestProject.with { other in
                    let port = project.ports[1]
                    try other.write(
                        "sfm-dev: {images: stand-in, project: \(other.name), ports: {REDIS_PORT: \(port)}}\n",
                        to: "config.yaml")
                    let up = try other.shell("sfm-dev up redis")
                    #expect(up.code == 1)
                    #expect(
                        up.errors == """
                            sfm-dev: error: cannot start 'redis': host port \(port) is in use
                            note: held by container '\(project.name)-redis-1' (project '\(project.name)'), \
                            published as 127.0.0.1:\(port)
                            hint: docker stop \(project.name)-redis-1, or change REDIS_PORT in config.yaml

                            """)
                    let made = "docker ps -aq --filter label=com.docker.compose.project=\(other.name)"
                    #expect(try other.done(made).output == "")
                    let doctor = try other.shell("sfm-dev doctor")
                    #expect(doctor.code == 1)
                    #expect(doctor.output.contains("held by container '\(project.name)-redis-1'"))
                }
            }
        }
    }
}
