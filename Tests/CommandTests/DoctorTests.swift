import Testing

extension CommandTests {
    /// `doctor` beside an environment that runs, with the application in it.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE is not set"))
    struct DoctorTests {
        /// The lines of one check, without its column.
        private static func lines(_ output: String, of check: String) -> [String] {
            output.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ", maxSplits: 2)
                guard words.count == 3, words[1] == check else { return nil }
                return "\(words[0]) \(words[2].drop { $0 == " " })"
            }
        }

        private static func with(_ override: String, _ body: (TestProject, Int) throws -> Void) throws {
            try TestProject.with { project in
                // The one port to spare.
                let api = project.ports[4]
                let config = project.defaultConfig.replacing("ports: {", with: "ports: {API_PORT: \(api), ")
                try project.write(config, to: "config.yaml")
                try project.write(override, to: "docker-compose.override.yml")
                try project.done("sfm-dev up --with api")
                try body(project, api)
            }
        }

        @Test func `what is right is told line by line`() throws {
            try Self.with("services: {}\n") { project, api in
                let doctor = try project.done("sfm-dev doctor").output
                #expect(
                    Self.lines(doctor, of: "api") == [
                        "ok ready at localhost:\(api)", "ok /healthz: every check is true",
                        "ok /readyz: every check is true", "ok its log has 'Loaded API token from secret' once",
                        "ok 'env' inside does not show SOMA_API_TOKEN",
                    ])
                // What it wrote before its last start does not count.
                let again = try project.done("sfm-dev restart api && sfm-dev doctor").output
                #expect(Self.lines(again, of: "api").contains("ok its log has 'Loaded API token from secret' once"))
                #expect(Self.lines(doctor, of: "redis") == ["ok ready at localhost:\(project.ports[1])"])
                #expect(Self.lines(doctor, of: "up") == ["ok nothing stands in its way"])
                #expect(Self.lines(doctor, of: "files") == ["ok private, and out of git's reach"])
                #expect(doctor.contains("ok    engine"))
                let json = try project.done(
                    "sfm-dev doctor --format json | jq -r '.version, (.checks[] | select(.check == \"redis\") | .verdict)'"
                )
                #expect(json.lines == ["1", "ok"])
                // A shell with another profile's variables is told so.
                let shell = try project.done(
                    "eval $(sfm-dev env) && sfm-dev doctor | grep ' shell ' && SFM_DEV_ENV=v1:auth:de1fd5f7712f6fec:A sfm-dev doctor | grep ' shell '"
                )
                #expect(shell.output.contains("it has the variables of profile 'local'"))
                #expect(shell.output.contains("this shell has the variables of profile 'auth'"))
            }
        }

        @Test func `an application that says yes while a check says no is found out`() throws {
            try Self.with("services: {}\n") { project, _ in
                // Nothing listens there, be it seen from here or from inside.
                let config = try project.done("cat config.yaml").output
                try project.write(
                    "\(config.dropLast(2)), variables: {QDRANT_URL: \"http://127.0.0.1:1\"}}\n", to: "config.yaml")
                let doctor = try project.shell("sfm-dev up && sfm-dev doctor")
                #expect(doctor.code == 1)
                let lines = Self.lines(doctor.output, of: "api")
                #expect(lines.contains("fail /healthz: reached.QDRANT_URL, vector_store false"), "\(lines)")
            }
        }

        @Test func `a token in the environment is found, and a line that SFM does not write is no failure`() throws {
            let override = """
                services:
                  api:
                    environment: {SOMA_API_TOKEN: seen-by-all, SOMA_API_TOKEN_FILE: ""}

                """
            try Self.with(override) { project, _ in
                let doctor = try project.shell("sfm-dev doctor")
                #expect(doctor.code == 1)
                let lines = Self.lines(doctor.output, of: "api")
                #expect(lines.contains("fail 'env' inside shows SOMA_API_TOKEN"), "\(lines)")
                #expect(
                    lines.contains(
                        "warn its log has no 'Loaded API token from secret': only the runbook has this line; SFM of 2025-10 does not write it"
                    ), "\(lines)")
                #expect(!doctor.output.contains("seen-by-all"))
            }
        }

        @Test func `a bundle holds what a ticket needs, and no secret`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev credentials set POSTGRES_PASSWORD", input: "needle-1")
                try project.done("sfm-dev credentials set SOMA_API_TOKEN --profile auth", input: "needle-2")
                let override = """
                    services:
                      postgres:
                        environment: {OWN_TOKEN: needle-3}
                        labels: {own.token: needle-4}
                        post_start: [{command: [echo, needle-5]}]
                        logging: {driver: json-file, options: {tag: needle-6}}
                        extra_hosts: ["needle-7:127.0.0.1"]
                    configs: {own: {content: "a\\n\\nneedle-8"}}

                    """
                try project.write(override, to: "docker-compose.override.yml")
                // A program says it of itself, and of another profile: a statement that fails is logged.
                let statement = "SELECT 1 FROM lost WHERE x = $$a needle-1 b needle-2$$"
                try project.done(
                    "sfm-dev up postgres && ! docker exec \(project.name)-postgres-1 psql -U postgres -c '\(statement)'"
                )
                try project.done("mkdir below && cd below && sfm-dev doctor --bundle ticket.txt")
                let text = try project.done("stat -c %a below/ticket.txt && cat below/ticket.txt").output
                #expect(text.hasPrefix("600\n==== report\nok    sfm-dev"))
                #expect(text.contains("==== compose file\n"))
                #expect(text.contains("==== container \(project.name)-postgres-1\n"))
                #expect(text.contains("database system is ready to accept connections"))
                #expect(text.contains("$$a [redacted] b [redacted]$$\n") && text.contains("      OWN_TOKEN: …\n"))
                #expect(text.contains("      own.token: …\n") && text.contains("    post_start:\n      - command:\n"))
                #expect(!text.contains("needle-"))
                let again = try project.shell("sfm-dev doctor --bundle below/ticket.txt")
                #expect(again.code == 64 && again.output == "")
                #expect(again.errors.hasPrefix("sfm-dev: error: '") && again.errors.contains("' is there already\n"))
            }
        }

        @Test func `what is broken ends nothing early`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev generate && echo oops > .sfm-dev/state.json")
                let state = try project.shell("sfm-dev doctor --bundle ../ticket.txt")
                #expect(state.code == 1)
                #expect(
                    Self.lines(state.output, of: "files") == ["fail .sfm-dev/state.json:1:1: this is not JSON"],
                    "\(state.output)")
                #expect(Self.lines(state.output, of: "engine").count == 1)
                #expect(try project.done("head -1 ../ticket.txt").output == "==== report\n")

                // What is found about others can be found again.
                try project.done(
                    "rm .sfm-dev/state.json && sfm-dev generate && echo oops > .sfm-dev/discovered.json && chmod 600 .sfm-dev/*.json"
                )
                try project.done("sfm-dev env && sfm-dev profiles")
                let profile = try project.shell("echo 'profile: [' > profiles/local.yaml; sfm-dev doctor")
                #expect(profile.code == 1)
                #expect(Self.lines(profile.output, of: "profile").count == 1)
                #expect(Self.lines(profile.output, of: "files") == ["ok private, and out of git's reach"])
            }
        }
    }
}
