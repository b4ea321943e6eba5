import Testing

extension CommandTests {
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct ExecTests {
        @Test func `exec passes input, output and the exit code on`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis")
                let failed = try project.shell("sfm-dev exec redis -- sh -c 'echo out; echo err >&2; exit 7'")
                #expect((failed.code, failed.output, failed.errors) == (7, "out\n", "err\n"))

                // More than the pipes and the engine's buffers hold, so that either side has to wait for the other.
                let megabytes = "head -c 3000000 /dev/zero | tr '\\0' x"
                let counted = try project.done("\(megabytes) | sfm-dev exec redis -- wc -c")
                #expect(counted.output.trimmingBlanks == "3000000")
                let echoed = try project.done("\(megabytes) | sfm-dev exec redis -- cat | wc -c")
                #expect(echoed.output.trimmingBlanks == "3000000")

                // A command that leaves its input alone must not make exec wait for it.
                #expect(try project.done("sfm-dev exec redis -- true < /dev/zero").output == "")
                // The engine's code; newer ones have a shell's 127.
                #expect([126, 127].contains(try project.shell("sfm-dev exec redis -- no-such-program").code))
                #expect(try project.shell("sfm-dev exec postgres -- true").code == 1)
            }
        }

        @Test func `exec on a terminal is a terminal inside, and follows its size`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis")
                let resized = "until stty size | grep -qx '33 101'; do sleep 0.01; done"
                let inside = "tty; echo 'size?'; \(resized); echo resized; exit 7"
                let exec = "sfm-dev exec redis -- sh -c \"\(inside)\""
                let outcome = try project.shell("\(TestProject.terminal) -- \(exec)")
                #expect(outcome.code == 7, "\(outcome.errors)")
                #expect(outcome.output.hasPrefix("/dev/pts/"))
                #expect(outcome.output.hasSuffix("size?\r\nresized\r\n"))
            }
        }

        @Test func `logs are the services' own, from when on and how many one likes`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up redis")
                #expect(try project.done("sfm-dev logs redis").output.contains("Ready to accept connections"))
                #expect(try project.done("sfm-dev logs --tail 1 redis").lines.count == 1)
                #expect(
                    try project.done("sfm-dev logs --since 1h redis").output.contains("Ready to accept connections"))
                #expect(try project.done("sfm-dev logs --since 2100-01-01T00:00:00Z redis").output == "")
                let refused = try project.shell("sfm-dev logs --since yesterday redis")
                #expect(refused.code == 64)
                #expect(
                    refused.errors == """
                        sfm-dev: error: 'yesterday' is no time
                        hint: --since 10m, or --since 2026-01-02T03:04:05Z

                        """)
            }
        }

        @Test func `an interrupted up ends with 130, and the next one goes on`() throws {
            try TestProject.with { project in
                // Kafka never gets ready: nothing but the signal ends the wait.
                try project.done(
                    "sed -i 's/^  ready: kafka/  ready: {exec: [\"false\"]}/; /^  seed:/d' compose/kafka.yaml")
                let controlC = "--type /exec $'\\003'"
                let interrupted = try project.shell("\(TestProject.terminal) \(controlC) -- sfm-dev up --verbose")
                #expect(interrupted.code == 130)
                #expect(
                    interrupted.output.contains("interrupted; what still runs keeps running"), "\(interrupted.output)")
                try project.done("git checkout -q compose/kafka.yaml && sfm-dev up")
                #expect(try project.done("sfm-dev status --check").output.contains("kafka"))
            }
        }
    }
}

extension String {
    fileprivate var trimmingBlanks: String { filter { !$0.isWhitespace } }
}
