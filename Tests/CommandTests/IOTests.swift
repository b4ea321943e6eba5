import Testing

extension CommandTests {
    /// Pipes that end early, devices that are full, and prompts. Nothing here may hang: `timeout` ends what would.
    struct IOTests {
        @Test func `a full device ends a command with 1 and the reason`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                let full = try project.shell("sfm-dev-main env > /dev/full")
                #expect(full.code == 1)
                #expect(
                    full.errors == """
                        sfm-dev: error: cannot write to standard output: No space left on device

                        """)
            }
        }

        @Test func `a pipe that nobody reads ends a command as it ends any other`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                // Opened for reading too, so that opening does not wait; then its only reader closes it.
                let unread = try project.shell(
                    "mkfifo ../pipe; exec 3<>../pipe 4>../pipe 3<&-; rm ../pipe; sfm-dev-main env >&4")
                #expect(unread.code == 141)
                #expect(unread.errors == "")
            }
        }

        @Test func `a pipe that is full and does not block is waited for, and gets everything`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                try project.write(Self.fullPipe, to: "../full.py")
                let whole = try project.done("sfm-dev-main env --shell bash").output
                let late = try project.done(
                    "REDIS_HOST=x python3 ../full.py sfm-dev-main env --shell bash; code=$?; rm ../full.py; exit $code")
                #expect(whole.split(separator: "\n").dropLast().allSatisfy { late.output.contains($0) })
            }
        }

        /// Starts a command on a full pipe that does not block, reads once the command sleeps, and passes on all of it. The
        /// command's note tells that it is about to write.
        private static let fullPipe = """
            import os, subprocess, sys, time
            reading, writing = os.pipe()
            os.set_blocking(writing, False)
            filled = 0
            try:
                while True: filled += os.write(writing, b"x")
            except BlockingIOError: pass
            child = subprocess.Popen(sys.argv[1:], stdout=writing, stderr=subprocess.PIPE)
            os.close(writing)
            assert child.stderr.read(1)
            folder, deadline = f"/proc/{child.pid}/task", time.monotonic() + 20
            def sleeps(task): return open(f"{folder}/{task}/stat").read().rpartition(")")[2].split()[0] == "S"
            while not all(map(sleeps, os.listdir(folder))):
                if time.monotonic() > deadline: child.kill(); sys.exit("it spins")
            with open(reading, "rb") as pipe: sys.stdout.buffer.write(pipe.read()[filled:])
            sys.exit(child.wait())

            """
    }
}
