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
