import StubEngine
import Testing

extension CommandTests {
    /// What changes nothing asks the engine for nothing but to be looked at: seen by a proxy between the two.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct NothingWrittenTests {
        /// The commands reach the engine by way of a proxy.
        private static func watched(
            _ body: (_ project: TestProject, _ watched: TestProject, RecordingProxy) throws -> Void
        ) throws {
            try TestProject.with { project in
                let proxy = try RecordingProxy(before: TestProject.engine ?? "")
                var watched = project
                watched.prefix = "export DOCKER_HOST=\(proxy.host); "
                try body(project, watched, proxy)
            }
        }

        /// Everything in the project but the lock, which is taken each time: inode, time of the last change and content.
        private static let files = """
            find . -path ./.git -prune -o -type f ! -name lock -exec stat -c '%n %i %y %Z' {} + | sort
            find . -path ./.git -prune -o -type f ! -name lock -exec sha256sum {} + | sort
            """

        private static func tenUps(
            _ project: TestProject, _ watched: TestProject, _ proxy: RecordingProxy, services: Int = 4
        ) throws {
            let before = try project.done(files).output
            for round in 1...10 {
                proxy.forget()
                let up = try watched.done("sfm-dev up")
                #expect(up.errors.contains("\(services) services ready, profile 'local': nothing to do"))
                #expect(proxy.writes == [], "round \(round)")
                #expect((1...4).contains(proxy.requests.count), "round \(round): \(proxy.requests.map(\.target))")
            }
            #expect(try project.done(files).output == before)
        }

        @Test func `ten ups of an unchanged plan write nothing, and a changed one is seen to write`() throws {
            try Self.watched { project, watched, proxy in
                try project.done("sfm-dev up")
                try Self.tenUps(project, watched, proxy)

                try project.done("sed -i 's/^restart: unless-stopped/restart: always/' compose/redis.yaml")
                proxy.forget()
                #expect(try watched.done("sfm-dev plan").output == "redis  recreate  restart changed\n")
                #expect(proxy.writes == [])
                let old = try project.done("docker ps -q --no-trunc -f name=\(project.name)-redis-1").output.dropLast()
                try watched.done("sfm-dev up")
                let new = try project.done("docker ps -q --no-trunc -f name=\(project.name)-redis-1").output.dropLast()
                #expect(
                    proxy.writes == [
                        "POST /containers/create", "POST /containers/\(old)/update", "POST /containers/\(old)/stop",
                        "POST /containers/\(new)/start", "DELETE /containers/\(old)", "POST /containers/\(new)/rename",
                    ])
                try Self.tenUps(project, watched, proxy)
            }
        }

        @Test(.enabled(if: TestProject.hasCompose, "SFM_DEV_TEST_COMPOSE names no docker compose"))
        func `after docker compose, too, ten ups write nothing`() throws {
            try Self.watched { project, watched, proxy in
                // Once, so that the file is made for this engine.
                try project.done("sfm-dev up redis && sfm-dev down --volumes --yes")
                proxy.forget()
                try watched.done("$TEST_COMPOSE up -d")
                #expect(proxy.writes.filter { $0 == "POST /containers/create" }.count == 4)
                // The first one ends the work of `down`, which made the profile forget what ran: files, not containers.
                proxy.forget()
                try watched.done("sfm-dev up")
                #expect(proxy.writes == [])
                try Self.tenUps(project, watched, proxy)
                try watched.done("$TEST_COMPOSE up -d")
                try Self.tenUps(project, watched, proxy)
            }
        }

        @Test func `commands that look write nothing`() throws {
            try Self.watched { project, watched, proxy in
                try project.done("sfm-dev up redis qdrant")
                let commands = [
                    "plan", "plan --format json", "status", "status --format json", "status --check redis", "doctor",
                    "logs", "logs --tail 1 redis", "settings", "env --shell dotenv", "generate --check", "profiles",
                    "credentials list", "credentials show SOMA_API_TOKEN",
                ]
                for state in ["running", "drifted", "partly stopped", "gone"] {
                    switch state {
                    case "drifted": try project.done("sed -i 's/^restart:.*/restart: always/' compose/redis.yaml")
                    case "partly stopped": try project.done("docker stop -t 0 \(project.name)-redis-1")
                    case "gone": try project.done("docker rm -fv \(project.name)-redis-1 \(project.name)-qdrant-1")
                    default: break
                    }
                    let before = try project.done(Self.files).output
                    for command in commands {
                        proxy.forget()
                        _ = try watched.shell(watched.prefix + "sfm-dev \(command)")
                        #expect(proxy.writes == [], "\(command), \(state)")
                        // Those that say what runs have asked, and were seen.
                        let asks = ["plan", "status", "doctor", "logs"].contains { command.hasPrefix($0) }
                        #expect(asks == !proxy.requests.isEmpty, "\(command), \(state)")
                        #expect(try project.done(Self.files).output == before, "\(command), \(state)")
                    }
                }
            }
        }
    }
}
