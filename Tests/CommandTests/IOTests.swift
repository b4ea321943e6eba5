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
                let whole = try project.done("sfm-dev-main env --shell bash").output
                let late = try project.done(
                    "REDIS_HOST=x python3 '\(TestProject.folder)/full_pipe.py' sfm-dev-main env --shell bash")
                #expect(whole.split(separator: "\n").dropLast().allSatisfy { late.output.contains($0) })
            }
        }

        @Test(arguments: ["\\003", "\\003\\003", "\\032\\034\\003"])
        func `Ctrl-C at the question for a credential ends it, and the terminal shows again what is typed`(
            keys: String
        ) throws {
            try FilesTests.with { project in
                // Swift's own handler of crashes takes Ctrl-\ for one, where nobody else does.
                let ask = "SWIFT_BACKTRACE=enable=no sfm-dev credentials set SOMA_API_TOKEN --profile shared-infra"
                let state = "stty -a | grep -qw -- -echo || echo shown"
                let inside = "trap : INT QUIT TSTP; \(ask); code=$?; \(state); exit $code"
                let ended = try project.shell(
                    "\(TestProject.terminal) --type 'SOMA_API_TOKEN: ' $'\(keys)' -- bash -c '\(inside)'")
                #expect(ended.code == 130, "\(ended.output)")
                #expect(ended.output.hasSuffix("shown\r\n"), "\(ended.output)")
                #expect(try project.shell("ls .sfm-dev").output == "")
            }
        }

        @Test func `a credential is asked for without showing it`() throws {
            try FilesTests.with { project in
                let ask = "sfm-dev credentials set SOMA_API_TOKEN --profile shared-infra"
                let asked = try project.shell(
                    "\(TestProject.terminal) --type 'SOMA_API_TOKEN: ' $'hidden-word\\n' -- \(ask)")
                #expect(asked.code == 0)
                #expect(asked.output.contains("'SOMA_API_TOKEN' is set"))
                #expect(!asked.output.contains("hidden"))
                let stored = ".sfm-dev/credentials/shared-infra.env\n"
                #expect(try project.done("grep -rl hidden-word .sfm-dev").output == stored)
            }
        }

        /// Where it went on it would end with 69: no engine answers.
        @Test(arguments: ["\\003": Int32(130), "no\\n": 1, "\\004": 1, "yes\\n": 69])
        func `only yes lets down remove volumes`(keys: String, code: Int32) throws {
            try FilesTests.with { project in
                let down = "sfm-dev down --volumes"
                let ended = try project.shell("\(TestProject.terminal) --type 'go on: ' $'\(keys)' -- \(down)")
                #expect(ended.code == code, "\(ended.output)")
            }
        }

        @Test(arguments: [
            ("a\\xffb", "is not valid UTF-8"), ("a\\0b", "contains a NUL byte"),
            ("a\\r\\n", "contains a carriage return"),
        ])
        func `a credential that is no text is refused by its name`(bytes: String, problem: String) throws {
            try FilesTests.with { project in
                let set = "sfm-dev credentials set SOMA_API_TOKEN --profile shared-infra"
                let refused = try project.shell("printf '\(bytes)' | \(set)")
                #expect(refused.code == 65)
                #expect(refused.errors == "sfm-dev: error: the value of 'SOMA_API_TOKEN' \(problem)\n")
                #expect(try project.shell("ls .sfm-dev").output == "")
            }
        }

    }
}
