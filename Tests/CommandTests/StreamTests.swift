import Testing

extension CommandTests {
    /// What `logs` and `exec` pass on. Nothing here may hang: `timeout` ends what would.
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct StreamTests {
        /// Adds services to the project that run a line of shell, and starts them.
        private static func with(
            _ scripts: [String: String], config: String = "", _ body: (TestProject) throws -> Void
        ) throws {
            try TestProject.with { project in
                let text = project.defaultConfig.replacing("{images", with: "{\(config)images")
                try project.write(text, to: "config.yaml")
                for (name, script) in scripts {
                    try project.write(
                        """
                        image: sfm-dev/stand-in-redis:1
                        command: [sh, -c, "\(script); exec sleep infinity"]
                        stop_signal: SIGKILL

                        """, to: "compose/\(name).yaml")
                }
                let names = scripts.keys.sorted()
                try project.done(
                    "sed -i '/^services:/s/kafka/kafka, \(names.joined(separator: ", "))/' profiles/local.yaml")
                try project.done("sfm-dev up \(names.joined(separator: " "))")
                try body(project)
            }
        }

        @Test func `logs end when the reader has gone, even if nothing more is written`() throws {
            try Self.with(["one": "echo started"]) { project in
                let found = try project.done(
                    "timeout 60 sfm-dev logs -f one | grep -m1 started; echo ${PIPESTATUS[0]}")
                #expect(found.output == "started\n141\n")
                #expect(found.errors == "")
            }
        }

        @Test func `exec and logs end when nobody reads them, and when the device is full`() throws {
            try Self.with(["one": "echo started"]) { project in
                let read = try project.done("timeout 60 sfm-dev exec one -- yes | head -n 1; echo ${PIPESTATUS[0]}")
                #expect(read.output == "y\n141\n")
                let full = try project.shell("timeout 60 sfm-dev exec one -- yes > /dev/full")
                #expect(full.code == 1)
                #expect(full.errors.contains("cannot write to standard output: No space left on device"))
                let logs = try project.shell("timeout 60 sfm-dev logs -f one > /dev/full")
                #expect((logs.code, logs.errors) == (full.code, full.errors))
            }
        }

        @Test func `exec reads its input only as fast as the command does`() throws {
            try Self.with(["one": "true"]) { project in
                let measure =
                    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); "
                    + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
                let exec = "sfm-dev exec one -- wc -c"
                let counted = try project.done(
                    "truncate -s 512M big; python3 -c '\(measure)' \(exec) < big; code=$?; rm big; exit $code")
                #expect(counted.lines.first == "536870912")
                let kibibytes = try #require(counted.lines.last.flatMap { Int($0) })
                #expect(kibibytes < 128 * 1024)
            }
        }
    }
}
