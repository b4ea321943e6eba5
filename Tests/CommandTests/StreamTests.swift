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

        @Test func `lines of several services stay whole`() throws {
            // A pipe of one page, where every line waits in the middle for the reader.
            let small = "python3 -c 'import fcntl; fcntl.fcntl(1, 1031, 4096)'"
            let script = "seq -f %010000.0f 100"
            try Self.with(["one": script, "two": script, "six": script]) { project in
                let measure = "awk '{ print substr($0, 1, 6), length($0) }' | sort | uniq -c"
                let counts = try project.done("{ \(small); sfm-dev logs one two six; } | cat | \(measure)")
                let words = counts.lines.map { $0.split(separator: " ").joined(separator: " ") }
                #expect(words == ["one", "six", "two"].map { "100 \($0) | 10006" })
            }
        }

        @Test func `a line without an end is shown in pieces, and hides a secret where they meet`() throws {
            let fill = { (count: Int) in "head -c \(count) /dev/zero | tr '\\\\0' x" }
            let script = "\(fill(65530)); printf Geheim-Wort; \(fill(300_000))"
            try Self.with(["one": script], config: "credentials: {POSTGRES_PASSWORD: Geheim-Wort}, ") { project in
                let shown = try project.done("timeout 60 sfm-dev logs -f one | head -c 200000")
                #expect(shown.output.utf8.count == 200_000)
                #expect(shown.output.contains("x[redacted]x"))
                #expect(shown.output.allSatisfy { "x[redacted]".contains($0) })
            }
        }

        @Test func `Ctrl-C ends logs with 130 and no words`() throws {
            try Self.with(["one": "echo started"]) { project in
                let ended = try project.shell(
                    "\(TestProject.terminal) --type started $'\\003' -- sfm-dev logs -f one")
                #expect(ended.code == 130)
                #expect(ended.output == "started\r\n^C")
            }
        }
    }
}
