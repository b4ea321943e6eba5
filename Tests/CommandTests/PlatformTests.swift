import Testing

extension CommandTests {
    /// The profile `shared-infra`, beside a stack that another team runs with docker compose.
    @Suite(
        .enabled(
            if: TestProject.hasClients && TestProject.hasCompose,
            "SFM_DEV_TEST_ENGINE, SFM_DEV_TEST_PYTHON or SFM_DEV_TEST_COMPOSE is not set"))
    struct PlatformTests {
        private static let password = "pl@tform #1"
        private static let file = "'\(TestProject.folder)/platform.yaml'"
        private static let compose = "$TEST_COMPOSE --progress quiet -f \(file)"
        private static let clients = "$TEST_PYTHON -W ignore '\(TestProject.folder)/clients.py'"
        private static func client(_ words: String) -> String { "(eval $(sfm-dev env) && \(clients) \(words))" }

        static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                let down = "\(compose) down --volumes --timeout 1"
                defer { _ = try? project.shell(down) }
                try project.done("\(down) && \(compose) up -d --wait")
                try project.done("printf '%s' '\(password)' > ../password && echo the-teams-token > ../token")
                // The listener of theirs that is meant for this machine.
                let external = "external: {kafka: {host: \"discover:19092\"}}"
                try project.write("\(project.defaultConfig.dropLast(2)), \(external)}\n", to: "config.yaml")
                for (name, file) in [("SOMA_API_TOKEN", "token"), ("POSTGRES_PASSWORD", "password")] {
                    try project.done("sfm-dev credentials set \(name) --profile shared-infra < ../\(file)")
                }
                try body(project)
            }
        }

        static func containers(_ name: String) -> String {
            "docker ps -a --format '{{.Names}} {{.ID}}' --filter label=com.docker.compose.project=\(name) | sort"
        }

        @Test func `there and back, and both keep their data`() throws {
            let rounds = Shell.environment("SFM_DEV_TEST_ALL") == nil ? 3 : 10
            try Self.with { project in
                let theirs = try project.done(Self.containers("soma_docker_shared_infra")).output
                try project.done("sfm-dev up && \(Self.client("write"))")
                for round in 1...rounds {
                    let there = try project.done("sfm-dev switch shared-infra")
                    #expect(
                        there.errors.contains("4 services ready, profile 'shared-infra': 4 steps"), "\(there.errors)")
                    #expect(!there.errors.contains("warning"), "\(there.errors)")
                    #expect(try project.done(Self.containers(project.name)).output == "")
                    try project.done(Self.client(round == 1 ? "write kafka" : ""))
                    #expect(
                        try project.done("sfm-dev env --shell dotenv | grep -v TOKEN").lines == [
                            "POSTGRES_URL='postgresql://soma:pl%40tform%20%231@localhost:5434/somaagent01'",
                            "REDIS_URL='redis://localhost:6380/0'", "QDRANT_URL='http://localhost:6343'",
                            "KAFKA_BOOTSTRAP_SERVERS='localhost:9096'",
                        ])
                    // The same shell forgets what it had, and learns what it has.
                    let back = try project.done("sfm-dev switch - && \(Self.client("")) && sfm-dev status --check")
                    #expect(back.errors.contains("profile 'local' is active"), "\(back.errors)")
                }
                // No container of theirs was touched, let alone made anew.
                #expect(try project.done(Self.containers("soma_docker_shared_infra")).output == theirs)
            }
        }

        @Test func `a container of ours on their network gets in by their names`() throws {
            try Self.with { project in
                try project.write(
                    """
                    services:
                      api:
                        volumes: ["${SITE}:/opt/site:ro", "\(TestProject.folder):/opt/tests:ro"]

                    """, to: "docker-compose.override.yml")
                let site =
                    "export SFM_DEV_SITE=$($TEST_PYTHON -c 'import sysconfig; print(sysconfig.get_path(\"purelib\"))')"
                try project.done(
                    """
                    \(site)
                    sfm-dev switch shared-infra --with api && \(Self.client("write"))
                    """)
                let script = """
                    set -a; . /run/secrets/sfm-dev.env; set +a; echo $KAFKA_BOOTSTRAP_SERVERS
                    PYTHONPATH=/opt/site PYTHONDONTWRITEBYTECODE=1 python3 -W ignore /opt/tests/clients.py kafka
                    """
                let inside = try project.done("docker exec -i \(project.name)-api-1 sh -ec '\(script)'")
                #expect(inside.lines == ["kafka:9092"])
                // Who else is called so there is told.
                let name = "soma_docker_shared_infra_soma-network"
                let twin = "\(project.name)-twin"
                let warned = try project.done(
                    "\(site); docker run -d --name \(twin) --network \(name) --network-alias api sfm-dev/stand-in-redis:1 redis-server && sfm-dev up; docker rm -f \(twin)"
                )
                #expect(warned.errors.contains("warning: 'api' on network '\(name)' is '\(twin)' already: "))
                let only = try project.done("\(Self.containers(project.name)) | cut -d' ' -f1")
                #expect(only.lines == ["\(project.name)-api-1"])
            }
        }

        @Test func `a login that does not work leaves the old profile running`() throws {
            try Self.with { project in
                try project.done("sfm-dev up && \(Self.client("write"))")
                let before = try project.done(Self.containers(project.name)).output
                try project.done("sfm-dev credentials set POSTGRES_PASSWORD --profile shared-infra", input: "wrong")
                let refused = try project.shell("sfm-dev switch shared-infra")
                #expect(refused.code == 1)
                #expect(
                    refused.errors == """
                        sfm-dev: error: 'postgres' refuses the password of 'soma'
                        note: it says: password authentication failed for user "soma"
                        note: another project runs it; looked for at localhost:5434
                        hint: sfm-dev credentials set POSTGRES_PASSWORD --profile shared-infra
                        sfm-dev: note: nothing was changed: profile 'local' is still the active one

                        """)
                #expect(try project.done(Self.containers(project.name)).output == before)
                try project.done("sfm-dev status --check && \(Self.client(""))")
            }
        }

        @Test func `what a switch from them had started goes when it fails`() throws {
            try Self.with { project in
                try project.done("sfm-dev switch shared-infra")
                try project.done(
                    "sed -i 's/^  ready: .*/  ready: {exec: [\"false\"]}\\n  ready_within: 1s/' compose/redis.yaml")
                let failed = try project.shell("sfm-dev switch local")
                #expect(failed.code == 1)
                #expect(failed.errors.contains("error: 'redis' is not ready after 1 s\n"), "\(failed.errors)")
                #expect(
                    failed.errors.hasSuffix(
                        "sfm-dev: note: profile 'shared-infra' is still the active one, and runs as before\n"),
                    "\(failed.errors)")
                #expect(try project.done(Self.containers(project.name)).output == "")
                try project.done("sfm-dev status --check")
            }
        }

        @Test func `what cannot be found is told, and a port that moved is found again`() throws {
            try Self.with { project in
                let name = "soma_docker_shared_infra"
                try project.done("sfm-dev switch shared-infra")
                // They move a port.
                try project.done("PLATFORM_POSTGRES=5435 \(Self.compose) up -d --wait")
                let moved = try project.done("sfm-dev up")
                #expect(
                    moved.errors.hasPrefix(
                        "sfm-dev: note: 'postgres:5432' has moved from localhost:5434 to localhost:5435\n"),
                    "\(moved.errors)")
                try project.done("eval $(sfm-dev env) && psql \"$POSTGRES_URL\" -c 'SELECT 1'")
                // They move it back; nobody says 'up', but somebody looks.
                try project.done("\(Self.compose) up -d --wait && sfm-dev status > /dev/null")
                try project.done("eval $(sfm-dev env) && psql \"$POSTGRES_URL\" -c 'SELECT 1'")
                // Two of a name.
                try project.done(
                    "docker run -d --name \(project.name)-twin --network \(name)_soma-network --network-alias redis sfm-dev/stand-in-redis:1 redis-server"
                )
                let twins = try project.shell("sfm-dev up")
                try project.done("docker rm -f \(project.name)-twin")
                #expect(twins.code == 1)
                #expect(
                    twins.errors.replacing(project.name, with: "NAME") == """
                        profiles/shared-infra.yaml:18:3: error: 'redis' is more than one container: 'NAME-twin', '\(name)-redis-1'
                          18 |   redis: {network: "redis:6379", host: discover, ready: redis}
                             |   ^~~~~
                        hint: stop the ones that are not meant, or write 'external: {redis: {network: "NAME-twin:6379"}}' under 'sfm-dev:' in config.yaml

                        """)
                // One that has ended, one that is gone, and all of them.
                let stopped = try project.shell("docker stop -t 1 \(name)-redis-1 && sfm-dev up")
                #expect(stopped.errors.contains("error: 'redis' is container '\(name)-redis-1', which does not run\n"))
                let gone = try project.shell("docker rm \(name)-redis-1 && sfm-dev status")
                #expect(
                    gone.errors.contains("no container on 'soma_docker_shared_infra_soma-network' is called 'redis'\n"))
                // No credential goes to an address that nobody found; the others are where they were.
                #expect(gone.output.contains(/postgres +external +yes/), "\(gone.output)")
                #expect(gone.output.contains(/redis +external +no +- +-\n +where it is published was not found\n/))
                let nobody = try project.shell("\(Self.compose) rm -fs 2> /dev/null && sfm-dev up")
                #expect(
                    nobody.errors.contains("'kafka' is looked for on '\(name)_soma-network', where no container is\n"))
                let none = try project.shell("\(Self.compose) down && sfm-dev up")
                #expect(none.code == 1)
                #expect(
                    none.errors.contains("'\(name)_soma-network', which this engine does not have\n"), "\(none.errors)")
                // The way back needs nothing of theirs.
                try project.done("sfm-dev switch local && sfm-dev status --check")
            }
        }

        @Test func `a broker that sends clients where they cannot go is told of`() throws {
            try Self.with { project in
                try project.write(project.defaultConfig, to: "config.yaml")
                let warning =
                    "sfm-dev: warning: 'kafka' at localhost:9097 sends its clients to kafka:9092, which this machine cannot reach: only containers on its network can use it; its owner must advertise localhost:9097 on a listener for this machine; where it has one, 'external: {kafka: {host: \"discover:PORT\"}}' in config.yaml names its port\n"
                #expect(try project.done("sfm-dev switch shared-infra").errors.hasPrefix(warning))
                for command in ["run -- true", "env", "env --shell json"] {
                    #expect(try project.done("sfm-dev \(command)").errors == warning, "\(command)")
                }
                let doctor = try project.done("sfm-dev doctor | grep ' kafka '").output
                #expect(doctor.contains(/warn +kafka +'kafka' at localhost:9097 sends its clients to kafka:9092/))
                // With an address that it means for this machine there is nothing to tell.
                let external = "external: {kafka: {host: \"discover:19092\"}}"
                try project.write("\(project.defaultConfig.dropLast(2)), \(external)}\n", to: "config.yaml")
                #expect(try project.done("sfm-dev up && sfm-dev env").errors.contains("sends its clients") == false)
            }
        }

        @Test func `their port in our way is named, and another one is free`() throws {
            try Self.with { project in
                // The template's own port: one that a user fixes is never moved.
                let port = project.ports[2]
                try project.write(
                    project.defaultConfig.replacing("QDRANT_PORT: \(port), ", with: ""), to: "config.yaml")
                try project.done("sed -i 's/QDRANT_PORT:-6333/QDRANT_PORT:-\(port)/' compose/qdrant.yaml")
                try project.done("PLATFORM_QDRANT=\(port) \(Self.compose) up -d --wait && sfm-dev switch shared-infra")
                let taken = try project.shell("sfm-dev switch local")
                #expect(taken.code == 1)
                #expect(
                    taken.errors.contains("'soma_docker_shared_infra-qdrant-standalone-1'")
                        && taken.errors.contains("profile 'shared-infra' is still the active one"), "\(taken.errors)")
                let moved = try project.done("sfm-dev switch local --auto-ports && \(Self.client("write"))")
                #expect(moved.errors.contains("4 services ready, profile 'local'"), "\(moved.errors)")
            }
        }
    }
}
