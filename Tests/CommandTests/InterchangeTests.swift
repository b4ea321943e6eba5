import Testing

extension CommandTests {
    /// One stack under both tools, in both directions.
    @Suite(.enabled(if: TestProject.hasCompose, "SFM_DEV_TEST_COMPOSE names no docker compose"))
    struct InterchangeTests {
        private func ids(_ project: TestProject) throws -> String {
            let label = "label=com.docker.compose.project=\(project.name)"
            return try project.done("docker ps -aq --no-trunc --filter \(label) | sort").output
        }

        /// Neither tool has anything to do, in whichever order they are asked.
        private func expectAgreement(_ project: TestProject, at location: SourceLocation = #_sourceLocation) throws {
            let before = try ids(project)
            let theirs = try project.done("$TEST_COMPOSE up -d")
            #expect(!theirs.errors.contains("Recreate"), sourceLocation: location)
            let plan = try project.done("sfm-dev plan")
            #expect(plan.output == "", sourceLocation: location)
            let ours = try project.done("sfm-dev up --verbose")
            #expect(ours.errors.contains("nothing to do"), sourceLocation: location)
            let after = try ids(project)
            #expect(after == before, sourceLocation: location)
        }

        /// A project of one Redis, and of what a test adds.
        private func small(_ project: TestProject, optional: String = "") throws {
            try project.write(
                """
                profile: local
                services: [redis]
                optional: [\(optional)]
                credentials: {TOKEN: {default: t0ken}}
                variables: {TOKEN: {credential: TOKEN}}

                """, to: "profiles/local.yaml")
            try project.write(
                "sfm-dev: {images: stand-in, project: \(project.name), ports: {REDIS_PORT: \(project.ports[1])}}\n",
                to: "config.yaml")
        }

        @Test func `secrets and configs arrive alike, with owner and mode`() throws {
            try TestProject.with { project in
                try small(project)
                try project.write("line 1\nit's $HOME\n", to: "app.conf")
                try project.write("PRIVATE\n", to: "key.pem")
                try project.write(
                    """
                    services:
                      box:
                        image: sfm-dev/stand-in-redis:1
                        command: [sleep, infinity]
                        init: true
                        secrets:
                          - {source: TOKEN, target: /etc/box/token, uid: "103", gid: "104", mode: 0440}
                          - {source: key, uid: "7", gid: "8", mode: 0400}
                        configs:
                          - {source: app, target: /etc/box/app.conf, uid: "33", gid: "34", mode: 0640}
                          - {source: motd, target: /etc/motd}
                          - {source: login, target: /etc/box/login, mode: 0400}
                    secrets: {key: {file: ./key.pem}}
                    configs:
                      app: {file: ./app.conf}
                      motd: {content: "costs $$5 & more\\n"}
                      login: {environment: TOKEN}

                    """, to: "docker-compose.override.yml")
                let paths = "/etc/box/token /run/secrets/key /etc/box/app.conf /etc/motd /etc/box/login"
                let look =
                    "docker exec \(project.name)-box-1 sh -c 'for f in \(paths); do stat -c \"%n %u %g %a\" $f; cat $f; done'"
                try project.done("sfm-dev up")
                let ours = try project.done(look).output
                #expect(
                    ours == """
                        /etc/box/token 103 104 440
                        t0ken/run/secrets/key 7 8 400
                        PRIVATE
                        /etc/box/app.conf 33 34 640
                        line 1
                        it's $HOME
                        /etc/motd 0 0 444
                        costs $5 & more
                        /etc/box/login 0 0 400
                        t0ken
                        """)
                try expectAgreement(project)
                let shown = try project.done("docker inspect \(project.name)-box-1; cat .sfm-dev/docker-compose.yml")
                #expect(!shown.output.contains("t0ken") && !shown.output.contains("PRIVATE"))

                try project.done("sfm-dev down && $TEST_COMPOSE up -d")
                #expect(try project.done(look).output == ours)
                try expectAgreement(project)

                try project.write("line 2\n", to: "app.conf")
                #expect(try project.done("sfm-dev plan").output == "box  recreate  config app changed\n")
                try project.write("CHANGED\n", to: "key.pem")
                try project.done("sfm-dev up")
                let changed = try project.done(look).output
                #expect(changed.contains("line 2\n") && changed.contains("CHANGED\n"))
                try expectAgreement(project)
            }
        }

        @Test func `hooks run after the start and before the stop`() throws {
            try TestProject.with { project in
                try small(project)
                try project.write(
                    """
                    services:
                      redis:
                        post_start:
                          - {command: [sh, -c, "echo started $$WHO $$(id -u) $$(pwd) >> /data/log"], environment: {WHO: me}}
                        pre_stop:
                          - {command: [sh, -c, echo stopping $$(id -u) $$(pwd) >> log], user: redis, working_dir: /data}

                    """, to: "docker-compose.override.yml")
                try project.done("sfm-dev up")
                let log = "docker exec \(project.name)-redis-1 cat /data/log"
                let user = try project.done("docker exec \(project.name)-redis-1 id -u redis").output
                let started = try project.done(log).output
                #expect(started.hasPrefix("started me 0 /"))
                try project.done("docker exec \(project.name)-redis-1 chmod 666 /data/log")
                try expectAgreement(project)
                try project.done("sfm-dev stop && sfm-dev start")
                #expect(try project.done(log).output == started + "stopping \(user.dropLast()) /data\n" + started)

                try project.done("sed -i 's/echo started/echo fails >\\&2; exit 3; #/' docker-compose.override.yml")
                let failing = try project.shell("sfm-dev up")
                #expect(failing.code == 1)
                #expect(
                    failing.errors.contains(
                        "error: post_start of 'redis' ended with 3: fails\n"))
                #expect(failing.errors.contains("hint: correct the command, then: sfm-dev up redis\n"))
                // What failed is tried again, and not forgotten.
                let again = try project.shell("sfm-dev up")
                #expect(again.code == 1)
                #expect(again.errors.contains("error: post_start of 'redis' ended with 3: fails\n"))
            }
        }

        @Test func `a hook before the stop has the grace period, and runs once`() throws {
            try TestProject.with { project in
                try small(project)
                let hook =
                    "pre_stop: [{command: [sh, -c, echo stopping >> /data/log; test -e /data/quick || sleep 1000]}]"
                try project.write(
                    "services: {redis: {stop_grace_period: 1s, \(hook)}}\n", to: "docker-compose.override.yml")
                try project.done("sfm-dev up")
                let stopped = try project.done("sfm-dev stop")
                #expect(stopped.errors.contains("warning: pre_stop of 'redis' did not end within its grace period\n"))
                try project.done("sfm-dev start && docker exec \(project.name)-redis-1 touch /data/quick")
                // The network is made anew, and the container too.
                try project.write(
                    """
                    services: {redis: {stop_grace_period: 1s, hostname: other, \(hook)}}
                    networks: {default: {labels: {a: b}}}

                    """, to: "docker-compose.override.yml")
                let up = try project.done("sfm-dev up")
                #expect(!up.errors.contains("warning"), "\(up.errors)")
                let log = "docker exec \(project.name)-redis-1 cat /data/log"
                #expect(try project.done(log).output == "stopping\nstopping\n")
                try project.done("docker pause \(project.name)-redis-1")
                #expect(try !project.done("sfm-dev restart").errors.contains("warning"))
                #expect(try project.done(log).output == "stopping\nstopping\nstopping\n")
            }
        }

        @Test func `an optional service of the override is remembered like any other`() throws {
            try TestProject.with { project in
                try small(project)
                try project.write(
                    "services: {cache: {image: 'sfm-dev/stand-in-redis:1', profiles: [extra]}}\n",
                    to: "docker-compose.override.yml")
                #expect(try project.done("sfm-dev up --with cache").errors.contains("2 services ready"))
                #expect(
                    try project.done("sfm-dev up").errors.contains("2 services ready, profile 'local': nothing to do"))
                try expectAgreement(project)
                #expect(try project.done("grep COMPOSE_PROFILES .env").output == "COMPOSE_PROFILES='with-cache'\n")
                #expect(try project.done("sfm-dev up --without cache").errors.contains("1 service ready"))
                let unknown = try project.shell("sfm-dev up --without cash")
                #expect(unknown.code == 64)
                #expect(unknown.errors.contains("optional services: cache\n"))
            }
        }

        @Test func `an override is part of what both tools run`() throws {
            try TestProject.with { project in
                try small(project)
                try project.write(
                    """
                    services:
                      redis: {labels: {mine: "1"}, ports: !override ["127.0.0.1:\(project.ports[0]):6379"]}
                      cache:
                        image: ${CACHE_IMAGE:-sfm-dev/stand-in-redis:1}
                        volumes: ["cached:/data"]
                        depends_on: {redis: {condition: service_healthy}}
                    volumes: {cached: {}}

                    """, to: "docker-compose.override.yml")
                let up = try project.done("sfm-dev up")
                #expect(up.errors.contains("2 services ready"))
                #expect(
                    try project.done("$TEST_COMPOSE ps --format json | jq -r '[.Service, .Labels] | @tsv' | sort").lines
                        .map { $0.contains("mine=1") } == [false, true])
                #expect(try project.done("$TEST_COMPOSE port redis 6379").output == "127.0.0.1:\(project.ports[0])\n")
                try expectAgreement(project)
                try project.done("$TEST_COMPOSE down -v && sfm-dev up")
                try expectAgreement(project)

                try project.done("rm docker-compose.override.yml")
                let plan = try project.done("sfm-dev plan")
                #expect(plan.output.hasPrefix("redis  recreate  label mine removed, port "))
                #expect(plan.output.contains("port \(project.ports[0]) removed"))
                #expect(plan.output.contains("port \(project.ports[1]) added"))
                #expect(plan.errors.contains("note: not in this profile: \(project.name)-cache-1\n"))
            }
        }

        @Test func `networks and volumes of others are joined and mounted, and never removed`() throws {
            try TestProject.with { project in
                try small(project)
                let outside = "\(project.name)-outside"
                try project.write(
                    """
                    services:
                      redis: {networks: {default: {}, shared: {aliases: [store]}}, volumes: ["kept:/kept"]}
                    networks: {shared: {external: true, name: \(outside)}}
                    volumes: {kept: {external: true, name: \(outside)}}

                    """, to: "docker-compose.override.yml")
                let refused = try project.shell("sfm-dev up")
                #expect(refused.code == 1)
                #expect(
                    refused.errors.contains(
                        "docker-compose.override.yml:3:12: error: network '\(outside)' does not exist"))
                #expect(
                    refused.errors.contains(
                        "docker-compose.override.yml:4:11: error: volume '\(outside)' does not exist"))
                #expect(try ids(project) == "")

                try project.done("docker network create \(outside) && docker volume create \(outside)")
                defer { _ = try? project.shell("docker network rm \(outside); docker volume rm \(outside)") }
                try project.done("sfm-dev up")
                try expectAgreement(project)
                let aliases = ".[0].NetworkSettings.Networks[\"\(outside)\"].Aliases | index(\"store\") != null"
                #expect(try project.done("docker inspect \(project.name)-redis-1 | jq '\(aliases)'").output == "true\n")
                try project.done("sfm-dev down --volumes --yes && $TEST_COMPOSE up -d")
                try expectAgreement(project)
                try project.done("$TEST_COMPOSE down -v && sfm-dev up && sfm-dev down --volumes --yes")
                try project.done("docker network inspect \(outside) && docker volume inspect \(outside)")
            }
        }

        @Test func `optional services are profiles, chosen in .env`() throws {
            try TestProject.with { project in
                try small(project, optional: "cache")
                try project.write(
                    "image: sfm-dev/stand-in-redis:1\nprofiles: [extra]\n", to: "compose/cache.yaml")
                try project.done("sfm-dev up")
                let running = "$TEST_COMPOSE ps --services | sort | paste -sd ' '"
                #expect(try project.done(running).output == "redis\n")
                try expectAgreement(project)
                try project.done("sfm-dev up --with cache")
                #expect(try project.done(running).output == "cache redis\n")
                #expect(try project.done("grep COMPOSE_PROFILES .env").output == "COMPOSE_PROFILES='with-cache'\n")
                try expectAgreement(project)
                try project.done("sfm-dev up --without cache")
                #expect(try project.done(running).output == "redis\n")
                // docker compose's own words select it too, and it is no orphan.
                try project.done("$TEST_COMPOSE --profile extra up -d")
                #expect(try project.done(running).output == "cache redis\n")
                let up = try project.done("sfm-dev up")
                #expect(!up.errors.contains("not in this profile"))
                #expect(up.errors.contains("nothing to do"))
            }
        }

        @Test func `what one tool stops, pauses, removes or makes anew the other takes as it is`() throws {
            try TestProject.with { project in
                try small(project)
                try project.done("sfm-dev up")
                let first = try ids(project)
                try project.done("$TEST_COMPOSE stop")
                #expect(try project.done("sfm-dev plan").output == "redis  start  it is stopped\n")
                try project.done("sfm-dev up")
                #expect(try ids(project) == first)
                try project.done("$TEST_COMPOSE pause")
                #expect(try project.done("sfm-dev plan").output == "redis  unpause  it is paused\n")
                try project.done("sfm-dev up")
                try project.done("$TEST_COMPOSE kill && sfm-dev up && $TEST_COMPOSE restart")
                try expectAgreement(project)
                #expect(try ids(project) == first)
                let labels = "docker inspect \(project.name)-redis-1 | jq -S '.[0].Config.Labels'"
                let made = try project.done(labels).output
                try project.done("$TEST_COMPOSE up -d --force-recreate")
                let second = try ids(project)
                #expect(second != first)
                try expectAgreement(project)
                // A container that took the place of another has the same labels from both.
                let theirs = try project.done(labels).output
                #expect(theirs != made)
                try project.done("sfm-dev up --force-recreate")
                #expect(try project.done(labels).output == theirs)
                try project.done("$TEST_COMPOSE rm -sf")
                #expect(try project.done("sfm-dev plan").output == "redis  create  it does not exist yet\n")
                try project.done("$TEST_COMPOSE create")
                try project.done("sfm-dev up")
                try expectAgreement(project)
                try project.done("sfm-dev restart && sfm-dev stop")
                try project.done("$TEST_COMPOSE start")
                try expectAgreement(project)
                // A command of docker compose's that is at work is nobody's orphan.
                try project.done("$TEST_COMPOSE run -d --no-deps redis sleep 1000")
                #expect(try !project.done("sfm-dev up").errors.contains("not in this profile"))
                try project.done("sfm-dev down")
                #expect(try ids(project) == "")
            }
        }

        @Test func `stale names in the shell change nothing, a new plan the same for both`() throws {
            try TestProject.with { project in
                try small(project)
                try project.write(
                    """
                    services:
                      redis: {environment: {MODE: "${MODE:-a$$b}"}, secrets: [TOKEN]}

                    """, to: "docker-compose.override.yml")
                try project.done("sfm-dev up")
                let before = try ids(project)
                try project.done(
                    "REDIS_PORT=1 MODE=x TOKEN=y COMPOSE_PROFILES=with-none $TEST_COMPOSE up -d && $TEST_COMPOSE exec -T redis redis-cli ping"
                )
                #expect(try ids(project) == before)
                #expect(try project.done("$TEST_COMPOSE exec -T redis printenv MODE").output == "a$b\n")
                #expect(try project.done("$TEST_COMPOSE logs redis").output != "")
                #expect(try project.done("$TEST_COMPOSE config --services").output == "redis\n")

                // A changed secret is no part of docker compose's own hash; the plan hash among the labels is.
                try project.done("printf n3w | sfm-dev credentials set TOKEN && sfm-dev generate")
                let theirs = try project.done("$TEST_COMPOSE up -d")
                #expect(theirs.errors.contains("Recreate"))
                #expect(try project.done("$TEST_COMPOSE exec -T redis cat /run/secrets/TOKEN").output == "n3w")
                try expectAgreement(project)
            }
        }
    }
}
