import Testing

extension CommandTests {
    /// What is left of a switch that was not finished: nothing.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct WayBackTests {
        private static let lame = "ready: {exec: [\"false\"]}, ready_within: 1s"

        /// `local` runs `quiet` and `other`; `lame` has `quiet` otherwise, and `late`, which is never ready; `aside` has
        /// another project's name, the port of `local` and `late`.
        private static func with(late: String = lame, _ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                try project.done("rm compose/* profiles/*")
                try project.write("sfm-dev: {}\n", to: "config.yaml")
                for (profile, name, services) in [
                    ("local", project.name, "quiet, other"), ("lame", project.name, "quiet, late"),
                    ("aside", project.name + "-aside", "quiet, late"),
                ] {
                    try write(profile, project: name, services: services, to: project)
                }
                let image = "image: \(SmallProject.image)\n"
                for name in ["other", "extra"] { try project.write(image, to: "compose/\(name).yaml") }
                try project.write(
                    image + "ports: [\"127.0.0.1:\(project.ports[0]):6379\"]\n", to: "compose/quiet.yaml")
                try project.write("environment: {A: b}\n", to: "compose/quiet.changed.yaml")
                try project.write(image + "x-sfm-dev: {\(late)}\n", to: "compose/late.yaml")
                defer {
                    _ = try? project.shell(
                        "docker rm -fv $(docker ps -aq --filter label=com.docker.compose.project=\(project.name)-aside)"
                    )
                    _ = try? project.shell("docker network rm \(project.name)-aside_default")
                }
                try body(project)
            }
        }

        private static func write(
            _ profile: String, project name: String, services: String, to project: TestProject
        ) throws {
            try project.write(
                """
                profile: \(profile)
                description: a test's
                project: \(name)
                services: [\(services)]
                optional: [extra]
                overlays: {\(profile == "local" ? "" : "changed: [quiet]")}
                credentials: {KEY: {default: one}}
                variables: {LOCAL_KEY: {credential: KEY}}

                """, to: "profiles/\(profile).yaml")
        }

        private static func containers(_ project: TestProject) throws -> [Substring] {
            try project.done(
                "docker ps -a --format '{{.Names}} {{.State}}' | grep ^\(project.name) | sort | cut -c\(project.name.count + 2)-"
            ).lines
        }

        @Test(arguments: ["lame", "aside"])
        func `what ran runs again, and nothing else`(profile: String) throws {
            try Self.with { project in
                try project.done("sfm-dev up && sfm-dev stop other")
                let before = try project.done("cat .env .sfm-dev/docker-compose.yml").output
                let failed = try project.shell("sfm-dev switch \(profile) --with extra")
                #expect(failed.code == 1)
                #expect(failed.errors.contains("error: 'late' is not ready after 1 s\n"), "\(failed.errors)")
                #expect(
                    failed.errors.hasSuffix("note: profile 'local' is still the active one, and runs as before\n"),
                    "\(failed.errors)")
                #expect(try Self.containers(project) == ["quiet-1 running"])
                #expect(try project.done("cat .env .sfm-dev/docker-compose.yml").output == before)
                #expect(try project.done("sfm-dev up").errors.contains("2 services ready, profile 'local': 1 step"))
            }
        }

        @Test func `nothing is left where nothing ran`() throws {
            try Self.with { project in
                let failed = try project.shell("sfm-dev switch lame")
                #expect(failed.code == 1)
                #expect(failed.errors.hasSuffix("note: no profile is active\n"), "\(failed.errors)")
                #expect(try Self.containers(project) == [])
                #expect(try project.shell("ls .env .sfm-dev/docker-compose.yml").output == "")
                #expect(try project.done("sfm-dev profiles").output.contains("*") == false)
                #expect(try project.done("grep -c left .sfm-dev/state.json || :").output == "0\n")
            }
        }

        @Test(arguments: ["lame", "aside"])
        func `an interrupted one is settled by up, whatever comes between`(profile: String) throws {
            try Self.with(late: "ready: {exec: [\"false\"]}") { project in
                try project.done("sfm-dev up")
                let script = """
                    true
                    sfm-dev switch \(profile) --with extra & pid=$!
                    until docker ps --format '{{.Names}}' | grep -q '^\(project.name).*-late-1'; do :; done
                    echo MINE=1 >> .env; kill -TERM $pid; wait $pid
                    """
                let stopped = try project.shell(script)
                #expect(stopped.code == 130 || stopped.code == 143, "\(stopped.errors)")
                #expect(
                    stopped.errors.hasSuffix(
                        """
                        note: profile 'local' is still the active one, and does not run as before
                        hint: sfm-dev up

                        """), "\(stopped.errors)")
                #expect(try project.done("tail -1 .env").output == "MINE=1\n")
                #expect(try project.done("sfm-dev doctor || :").output.contains("warn  switch"))
                try project.done("echo two | sfm-dev credentials set KEY --profile lame")
                try project.done("sfm-dev generate && sfm-dev stop && sfm-dev up other")
                try project.done("sfm-dev plan | grep -c remove")
                let up = try project.done("sfm-dev up")
                #expect(up.errors.contains("2 services ready, profile 'local'"), "\(up.errors)")
                #expect(try Self.containers(project) == ["other-1 running", "quiet-1 running"])
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
                #expect(try project.done("sfm-dev doctor || :").output.contains("switch") == false)
            }
        }

        @Test func `a kill at any step of the way back is settled, too`() throws {
            try Self.with { project in
                try project.done("cc -shared -fPIC -o ../kill_at.so '\(TestProject.folder)/kill_at.c' -ldl")
                let failing = "KILL_COUNT=../steps LD_PRELOAD=$PWD/../kill_at.so sfm-dev switch aside --with extra"
                #expect(try project.shell("sfm-dev up && \(failing)").code == 1)
                let steps = try #require(Int(try project.done("cat ../steps").output.dropLast()))
                try #require(steps > 30)
                let count = Shell.environment("SFM_DEV_TEST_ALL") == nil ? 4 : 100
                for point in RotationKillTests.points(of: steps, count) {
                    let killed = try project.shell("KILL_AT=\(point) \(failing)")
                    #expect([1, 137].contains(killed.code), "\(point): \(killed.errors)")
                    try project.done("sfm-dev up")
                    let left = try Self.containers(project)
                    #expect(left == ["other-1 running", "quiet-1 running"], "\(point) of \(steps)")
                    #expect(
                        try project.shell("grep left .sfm-dev/state.json; ls .sfm-dev/journal.json").output == "")
                }
            }
        }

        @Test func `a killed one goes with down, too`() throws {
            try Self.with(late: "ready: {exec: [\"false\"]}") { project in
                try project.done("sfm-dev up")
                try project.done(
                    """
                    true
                    sfm-dev switch aside & pid=$!
                    until docker ps --format '{{.Names}}' | grep -q '^\(project.name).*-late-1'; do :; done
                    kill -KILL $pid; wait $pid || :
                    """)
                let down = try project.done("sfm-dev down")
                #expect(
                    down.errors.hasPrefix(
                        "sfm-dev: note: an interrupted switch was taken back; profile 'local' is active again\n"),
                    "\(down.errors)")
                #expect(try Self.containers(project) == [])
                #expect(try project.done("grep -c left .sfm-dev/state.json || :").output == "0\n")
            }
        }

        @Test func `another project's name may have the same ports`() throws {
            try Self.with(late: "stop_order: data") { project in
                try project.done("sfm-dev up && sfm-dev switch aside")
                #expect(try Self.containers(project) == ["aside-late-1 running", "aside-quiet-1 running"])
                try project.done("sfm-dev switch -")
                #expect(try Self.containers(project) == ["other-1 running", "quiet-1 running"])
            }
        }

        /// A container of the project that no profile knows, and a command of `docker compose run`.
        private static func strangers(_ project: TestProject) throws {
            let run =
                "docker run -d --label com.docker.compose.project=\(project.name) --label com.docker.compose.service"
            try project.done(
                "\(run)=mytool --name \(project.name)-mytool-1 \(SmallProject.image) sleep 600"
                    + " && \(run)=other --label com.docker.compose.oneoff=True --name \(project.name)-once \(SmallProject.image) sleep 600"
            )
        }

        @Test(arguments: ["lame", "aside"])
        func `what no profile made is left alone`(profile: String) throws {
            try Self.with { project in
                try project.done("sfm-dev up")
                try Self.strangers(project)
                #expect(try project.shell("sfm-dev switch \(profile)").code == 1)
                let before = ["mytool-1 running", "once running", "other-1 running", "quiet-1 running"]
                #expect(try Self.containers(project).map(String.init) == before)
                try project.done("sed -i '/x-sfm-dev/d' compose/late.yaml && sfm-dev switch \(profile)")
                let own = profile == "lame" ? ["late-1 running"] : ["aside-late-1 running", "aside-quiet-1 running"]
                let after = own + ["mytool-1 running", "once running"] + (profile == "lame" ? ["quiet-1 running"] : [])
                #expect(try Self.containers(project).map(String.init) == after)
            }
        }

        @Test(arguments: ["lame", "aside"])
        func `files only, and up removes what the old profile ran`(profile: String) throws {
            try Self.with(late: "stop_order: data") { project in
                try project.done("sfm-dev up --with extra && sfm-dev switch \(profile) --files-only")
                #expect(try project.done("sfm-dev status").errors.contains("of a profile that was left"))
                try project.done("sfm-dev up")
                let own = profile == "lame" ? "" : "aside-"
                #expect(try Self.containers(project) == ["\(own)late-1 running", "\(own)quiet-1 running"])
                try project.done("sfm-dev switch - --files-only && sfm-dev down")
                #expect(try Self.containers(project) == [])
            }
        }

        @Test func `a second one that fails goes back to all of the first profile`() throws {
            try Self.with { project in
                try project.done("sfm-dev up && sfm-dev switch aside --files-only && sfm-dev stop")
                try project.done("sfm-dev switch local --files-only")
                #expect(try project.shell("sfm-dev switch lame").code == 1)
                #expect(try Self.containers(project) == ["other-1 running", "quiet-1 running"])
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }

        @Test func `what ran of a checkout that lost its state runs again`() throws {
            try Self.with { project in
                try project.done("sfm-dev up && rm -rf .sfm-dev .env")
                let failed = try project.shell("sfm-dev switch lame")
                #expect(failed.errors.hasSuffix("note: what ran before runs again\n"), "\(failed.errors)")
                #expect(try Self.containers(project) == ["other-1 running", "quiet-1 running"])
            }
        }

        @Test func `where there is no way back that is told before`() throws {
            try Self.with { project in
                try project.done("sfm-dev up && echo 'sfm-dev: {project: \(project.name)-aside}' > config.yaml")
                let renamed = try project.shell("sfm-dev switch lame")
                let warning = "warning: there will be no way back to profile 'local' if this fails\nnote: "
                #expect(
                    renamed.errors.contains(
                        "\(warning)its project is '\(project.name)-aside' now, and it runs as '\(project.name)'\n"),
                    "\(renamed.errors)")
                try project.done("echo 'sfm-dev: {}' > config.yaml && sfm-dev up && mv profiles/local.yaml ../")
                let lost = try project.shell("sfm-dev switch lame")
                #expect(lost.errors.contains("\(warning)no profile named 'local'\n"), "\(lost.errors)")
                try project.done("mv ../local.yaml profiles && sfm-dev up")
                #expect(try Self.containers(project) == ["other-1 running", "quiet-1 running"])
            }
        }

        @Test func `a job that ended and a service that was paused are as before`() throws {
            try Self.with { project in
                try project.write(
                    "image: \(SmallProject.image)\nentrypoint: [\"true\"]\nx-sfm-dev: {ready: completed}\n",
                    to: "compose/other.yaml")
                try project.done("sfm-dev up && docker pause \(project.name)-quiet-1")
                #expect(try project.shell("sfm-dev switch aside").code == 1)
                #expect(try Self.containers(project) == ["other-1 exited", "quiet-1 running"])
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }

        @Test func `nothing is touched where nothing was changed`() throws {
            try Self.with { project in
                try project.done("sfm-dev up && sfm-dev stop other")
                try project.write(
                    "image: sfm-dev/no-such-image:1\nx-sfm-dev: {build: make it}\n", to: "compose/late.yaml")
                let failed = try project.shell("sfm-dev switch lame")
                #expect(failed.code == 1)
                #expect(
                    failed.errors.hasSuffix("note: nothing was changed: profile 'local' is still the active one\n"),
                    "\(failed.errors)")
                #expect(try Self.containers(project) == ["other-1 exited", "quiet-1 running"])
            }
        }
    }
}
