import Testing

extension CommandTests {
    /// What an `up` that was killed, or a person beside it, leaves to the next one.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct InterruptionTests {
        /// Kills `up` as soon as the engine has said so much.
        private static func kill(_ command: String, at line: String) -> String {
            """
            : > ../seen; sfm-dev \(command) --verbose 2> ../seen & up=$!
            tail -n +1 -f --pid=$up ../seen | grep -qm 1 '\(line)'
            kill -9 $up; wait $up 2> /dev/null
            """
        }

        @Test(arguments: ["networks.create 201", "containers.create", "archive 200", "start 204", "ready"])
        func `an up that was killed is taken up by the next one`(line: String) throws {
            try TestProject.with { project in
                _ = try project.shell(Self.kill("up", at: line))
                let next = try project.done("sfm-dev up")
                #expect(next.errors.contains("4 services ready"))
                let names =
                    "docker ps -a --filter label=com.docker.compose.project=\(project.name) --format '{{.Names}}'"
                #expect(try project.done(names).lines.count == 4)
            }
        }

        @Test(arguments: ["stop 204", "start 204", "rename"])
        func `a recreation that was killed is taken up by the next up`(line: String) throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis qdrant")
                _ = try project.shell(Self.kill("up redis qdrant --force-recreate", at: line))
                #expect(try project.done("sfm-dev up redis qdrant").errors.contains("2 services ready"))
                let names =
                    "docker ps -a --filter label=com.docker.compose.project=\(project.name) --format '{{.Names}}' | sort"
                let wanted = ["qdrant", "redis"].map { "\(project.name)-\($0)-1" }
                #expect(try project.done(names).lines.map(String.init) == wanted)
                #expect(try project.done("sfm-dev up redis qdrant").errors.contains("nothing to do"))
            }
        }

        @Test func `a stop that was begun is seen to its end`() throws {
            try TestProject.with { project in
                try project.write(
                    """
                    services:
                      deaf:
                        image: sfm-dev/stand-in-redis:1
                        command: [sh, -c, "trap '' TERM; while :; do sleep 1; done"]
                        stop_grace_period: 2s

                    """, to: "docker-compose.override.yml")
                try project.done("sfm-dev up deaf")
                let name = "\(project.name)-deaf-1"
                let stopped = try project.shell(
                    """
                    : > ../seen
                    docker events --since $(date +%s) --filter event=kill --filter container=\(name) >> ../seen & events=$!
                    sfm-dev stop deaf & stop=$!
                    tail -n +1 -f --pid=$stop ../seen | grep -qm 1 kill; kill -INT $stop; wait $stop; code=$?
                    kill $events; exit $code
                    """)
                #expect(stopped.code == 0, "\(stopped.output)\(stopped.errors)")
                #expect(try project.done("docker inspect -f '{{.State.Status}}' \(name)").output == "exited\n")
                #expect(try project.done("sfm-dev plan deaf").output == "deaf  start  exited with code 137\n")
            }
        }

        @Test func `a service that becomes a crash loop is told as one`() throws {
            try TestProject.with { project in
                func write(_ command: String) throws {
                    let box = "image: 'sfm-dev/stand-in-redis:1', stop_grace_period: 1s, restart: always, \(command)"
                    try project.write("services: {box: {\(box)}}\n", to: "docker-compose.override.yml")
                }
                try write("command: [sleep, '1000'], init: true")
                try project.done("sfm-dev up box")
                try write("command: [sh, -c, 'echo oops >&2; exit 7']")
                let up = try project.shell("sfm-dev up box --wait-timeout 2")
                #expect(up.code == 1)
                #expect(up.errors.contains("'box' keeps ending"), "\(up.errors)")
                #expect(up.errors.contains("box | oops"))
                try write("command: [sleep, '1000'], init: true")
                #expect(try project.done("sfm-dev up box").errors.contains("1 service ready"))
                #expect(
                    try project.done(
                        "docker ps --filter label=com.docker.compose.project=\(project.name) --format '{{.Names}}'"
                    )
                    .output == "\(project.name)-box-1\n")
            }
        }

        @Test func `a container that somebody stops while up waits ends the wait`() throws {
            try TestProject.with { project in
                try project.done("sed -i 's/^  ready: redis/  ready: {exec: [\"false\"]}/' compose/redis.yaml")
                let stopped = try project.shell(
                    """
                    : > ../seen; sfm-dev up redis --verbose 2> ../seen & up=$!
                    tail -n +1 -f --pid=$up ../seen | grep -qm 1 'exec/.*/start'
                    docker stop -t 0 \(project.name)-redis-1 > /dev/null; wait $up; code=$?; cat ../seen >&2; exit $code
                    """)
                #expect(stopped.code == 1)
                #expect(stopped.errors.contains("'redis' exited with code"), "\(stopped.errors)")
                #expect(stopped.errors.contains("redis | "))
            }
        }
    }
}
