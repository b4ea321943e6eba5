import Testing

extension CommandTests {
    /// What sits in a prompt, as it is installed.
    @Suite(.enabled(if: Shell.environment("SFM_DEV_TEST_FRONT") != nil, "SFM_DEV_TEST_FRONT names no release build"))
    struct FrontCostTests {
        /// Counts the instructions of one run by valgrind, which does not depend on the machine's load.
        private static func expect(_ project: TestProject, _ command: String, under limit: Int) throws {
            let front = Shell.environment("SFM_DEV_TEST_FRONT") ?? ""
            let counted = try project.done(
                "valgrind --tool=callgrind --callgrind-out-file=/dev/null '\(front)' \(command) 2>&1 >/dev/null")
            let line = counted.lines.first { $0.contains("Collected : ") }
            let count = try #require(line?.split(separator: " ").last.flatMap { Int($0) }, "\(counted.output)")
            #expect(count < limit)
        }

        private static func with40Variables(_ body: (TestProject) throws -> Void) throws {
            try FilesTests.with { project in
                let variables = (0..<35).map { "  EXTRA_\($0): {value: \"https://example.test/path/\($0)?x=y\"}" }
                try project.done("cat >> profiles/local.yaml", input: variables.joined(separator: "\n") + "\n")
                try project.done("sfm-dev generate")
                let lines = try project.done("sfm-dev env --shell dotenv").lines
                #expect(lines.count == 40)
                try body(project)
            }
        }

        @Test func `env of 40 variables takes under a million instructions`() throws {
            try Self.with40Variables { project in
                try Self.expect(project, "env --shell bash", under: 1_000_000)
            }
        }

        @Test func `a prompt in a project whose variables are set takes under a million instructions`() throws {
            try Self.with40Variables { project in
                let set = "eval $(sfm-dev env --shell bash) && export _SFM_DEV_DIR=$PWD &&"
                let front = Shell.environment("SFM_DEV_TEST_FRONT") ?? ""
                #expect(try project.done("\(set) '\(front)' hook bash --prompt").output == "")
                var project = project
                project.prefix = set
                try Self.expect(project, "hook bash --prompt", under: 1_000_000)
                project.prefix = "cd / &&"
                try Self.expect(project, "hook bash --prompt", under: 400_000)
            }
        }
    }
}
