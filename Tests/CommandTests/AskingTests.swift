import Testing

extension CommandTests {
    /// Required credentials that are missing; no engine answers.
    struct AskingTests {
        private static let token = "SOMA_API_TOKEN (the API token of the shared stack, from the platform team): "
        private static let password = "POSTGRES_PASSWORD (the password of the role 'soma' in the shared Postgres): "

        /// The command on a terminal, on which these answers are typed.
        private static func typed(
            _ command: String, _ answers: [(prompt: String, keys: String)], _ project: TestProject
        ) throws -> Shell.Outcome {
            let typing = answers.map { "--type \"\($0.prompt)\" $'\($0.keys)'" }.joined(separator: " ")
            return try project.shell("\(TestProject.terminal) \(typing) -- \(command)")
        }

        @Test(arguments: [
            ("generate --profile shared-infra", Int32(0)), ("switch shared-infra --files-only", 0),
            // It would go on: no engine answers.
            ("up --profile shared-infra", 69), ("switch shared-infra", 69),
        ])
        func `a terminal is asked for them, and they are kept`(command: String, code: Int32) throws {
            try FilesTests.with { project in
                try project.writeAddresses()
                let asked = try Self.typed(
                    "sfm-dev \(command)", [(Self.password, "hidden 1\\n"), (Self.token, "\\nhidden-2\\n")], project)
                #expect(asked.code == code, "\(asked.output)")
                #expect(asked.output.contains("error: the value of 'SOMA_API_TOKEN' is empty"))
                #expect(!asked.output.contains("hidden"))
                let show = "sfm-dev credentials show --profile shared-infra"
                #expect(
                    try project.done("\(show) POSTGRES_PASSWORD; \(show) SOMA_API_TOKEN").output
                        == "hidden 1\nhidden-2\n")
                guard code == 0 else { return }
                let url = try project.done("sfm-dev run -- printenv POSTGRES_URL").output
                #expect(url == "postgresql://soma:hidden%201@localhost:5434/somaagent01\n")
            }
        }

        @Test(arguments: ["\\003", "\\004"])
        func `Ctrl-C or the input's end at the second question changes nothing`(keys: String) throws {
            try FilesTests.with { project in
                for command in ["generate --profile shared-infra", "up --profile shared-infra", "switch shared-infra"] {
                    let ended = try Self.typed(
                        "sfm-dev \(command)", [(Self.password, "hidden\\n"), (Self.token, keys)], project)
                    #expect(ended.code == 130, "\(ended.output)")
                    #expect(!ended.output.contains("hidden"))
                    #expect(try project.shell("ls -d .env .sfm-dev").output == "")
                }
            }
        }

        @Test func `only those that are missing are asked for`() throws {
            try FilesTests.with { project in
                try project.writeAddresses()
                try project.done("sfm-dev credentials set POSTGRES_PASSWORD --profile shared-infra", input: "x")
                let asked = try Self.typed(
                    "env SFM_DEV_SOMA_API_TOKEN=y sfm-dev generate --profile shared-infra", [], project)
                #expect(asked.code == 0)
                #expect(!asked.output.contains("type"))
            }
        }

        @Test func `without a terminal all of them are listed`() throws {
            try FilesTests.with { project in
                let refused = try project.shell("sfm-dev switch shared-infra")
                #expect(refused.code == 65)
                for name in ["SOMA_API_TOKEN", "POSTGRES_PASSWORD"] {
                    #expect(refused.errors.contains("hint: sfm-dev credentials set \(name) --profile shared-infra\n"))
                }
            }
        }

        @Test(arguments: ["plan", "status", "env --shell sh", "run -- true", "settings", "generate --check"])
        func `a command that only reads does not ask`(command: String) throws {
            try FilesTests.with { project in
                let refused = try Self.typed("sfm-dev --profile shared-infra \(command)", [], project)
                #expect(refused.code == 65)
                #expect(refused.output.contains("error: credential 'SOMA_API_TOKEN' is not set"))
            }
        }

        @Test func `other mistakes are told before anybody types`() throws {
            try FilesTests.with { project in
                try project.done("echo 'oops: 1' >> profiles/shared-infra.yaml")
                let refused = try Self.typed("sfm-dev switch shared-infra", [], project)
                #expect(refused.code == 65)
                #expect(refused.output.contains("unknown key 'oops'"))
                try project.done("git checkout -q profiles && echo > .gitignore")
                let unsafe = try Self.typed("sfm-dev switch shared-infra", [], project)
                #expect(unsafe.code == 77)
                #expect(unsafe.output.contains("'.env' is not ignored by git"))
            }
        }
    }
}
