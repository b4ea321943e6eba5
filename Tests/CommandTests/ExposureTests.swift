import Testing

extension CommandTests {
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct ExposureTests {
        private static let refusal = "'postgres' publishes port"
        private static let known = "everybody knows the default of 'POSTGRES_PASSWORD'"

        @Test func `up and switch refuse a known password on a port that other machines reach`() throws {
            try TestProject.with { project in
                try project.done("sed -i 's/127.0.0.1:${POSTGRES_PORT/0.0.0.0:${POSTGRES_PORT/' compose/postgres.yaml")
                for command in [
                    "up", "up redis", "switch local", "switch local --files-only", "plan", "plan --format json",
                ] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 77, "\(command): \(refused.errors)")
                    #expect(refused.errors.contains("error: \(Self.refusal)") && refused.errors.contains(Self.known))
                    #expect(
                        refused.errors.contains("hint: sfm-dev credentials set POSTGRES_PASSWORD --profile local\n"))
                    #expect(refused.output.contains("create") == command.hasPrefix("plan"), "\(command)")
                }
                #expect(try project.shell("ls .env .sfm-dev/docker-compose.yml .sfm-dev/journal.json").output == "")
                #expect(try project.done("docker ps -aq --filter name=\(project.name)-").output == "")
                let doctor = try project.shell("sfm-dev doctor")
                #expect(doctor.code == 1)
                #expect(
                    doctor.output.contains("fail  profile") && doctor.output.contains(Self.refusal)
                        && doctor.output.contains(Self.known))

                #expect(try project.done("sfm-dev plan --allow-exposed").errors.contains("warning: \(Self.refusal)"))
                #expect(try project.done("sfm-dev generate").errors.contains("warning: \(Self.refusal)"))
                #expect(
                    try project.done("sfm-dev up postgres --allow-exposed").errors.contains("warning: \(Self.refusal)"))
                #expect(try project.done("sfm-dev down").errors.contains("down: done"))
                // A password of one's own, be it typed into '.env', is no longer everybody's.
                try project.done("sed -i 's/postgres:postgres@/postgres:own-word@/' .env")
                let up = try project.done("sfm-dev up postgres")
                #expect(up.errors.contains("warning: \(Self.refusal)") && !up.errors.contains(Self.known))
            }
        }

        @Test func `a service without a login is let pass with a warning`() throws {
            try TestProject.with { project in
                try project.done("sed -i 's/127.0.0.1:${REDIS_PORT/0.0.0.0:${REDIS_PORT/' compose/redis.yaml")
                #expect(try project.done("sfm-dev up redis").errors.contains("warning: 'redis' publishes port"))
                #expect(try project.shell("sfm-dev doctor").output.contains(/warn  profile .*'redis' publishes port/))
            }
        }
    }
}
