import Testing

extension CommandTests {
    /// What needs no engine: none answers at the address they get.
    struct FilesTests {
        static let values = [
            "SOMA_API_TOKEN=dev-token",
            "POSTGRES_URL=postgresql://postgres:postgres@localhost:5433/somamemory",
            "REDIS_URL=redis://localhost:6379/0",
            "QDRANT_URL=http://localhost:6333",
            "KAFKA_BOOTSTRAP_SERVERS=localhost:19092",
        ]
        static let evaluated =
            "eval $(sfm-dev env --shell bash) && printenv "
            + values.map { $0.prefix { $0 != "=" } }.joined(separator: " ")

        static func with<Value>(config: String? = nil, _ body: (TestProject) throws -> Value) throws -> Value {
            try TestProject.with(config: config) { project in
                var shell = project.shell
                shell.variables["DOCKER_HOST"] = "unix:///nonexistent"
                return try body(TestProject(name: project.name, ports: project.ports, shell: shell))
            }
        }

        @Test func `env gives exactly the five values`() throws {
            try Self.with(config: "") { project in
                try project.done("rm config.yaml && sfm-dev generate")
                let block = try project.done("sfm-dev env --shell bash").lines
                #expect(block.dropLast().map(String.init) == Self.values.map { "export \($0);" })
                #expect(block.last?.hasPrefix("export SFM_DEV_ENV=") == true)
                let set = try project.done(Self.evaluated)
                #expect(set.lines.map(String.init) == Self.values.map { String($0.drop { $0 != "=" }.dropFirst()) })
            }
        }

        @Test(arguments: ["bash", "zsh", "sh", "fish", "powershell", "dotenv", "json", "github"])
        func `the front and the main program print the same bytes`(shell: String) throws {
            try Self.with { project in
                try project.done("sfm-dev generate")
                let front = try project.done("sfm-dev env --shell \(shell)")
                let main = try project.done("sfm-dev-main env --shell \(shell)")
                #expect(front.output == main.output)
                #expect(front.errors == main.errors)
                #expect(front.output != "")
            }
        }

        @Test func `the front answers by itself`() throws {
            try Self.with { project in
                try project.done("sfm-dev generate && mkdir ../alone && cp $(realpath $(command -v sfm-dev)) ../alone/")
                let front = try project.done("../alone/sfm-dev env --shell bash")
                let main = try project.done("sfm-dev-main env --shell bash")
                #expect(front.output == main.output)
                let override = try project.done("SFM_DEV_REDIS_PORT=7 sfm-dev generate; sfm-dev env --shell bash")
                #expect(override.output == front.output, "an override counts for one command")
                let missing = try project.shell("../alone/sfm-dev env --shell json")
                #expect(missing.code != 0)
                #expect(missing.output == "")
            }
        }

        @Test func `the shell is the program that runs a script`() throws {
            try Self.with { project in
                try project.done("sfm-dev generate")
                try project.write("#!/bin/sh\neval \"$(sfm-dev env)\"\necho $REDIS_URL\n", to: "start.sh")
                let started = try project.done("chmod +x start.sh && SHELL=/usr/bin/fish ./start.sh")
                #expect(started.output.hasPrefix("redis://"), "\(started.errors)")
            }
        }

        @Test(arguments: ["enb", "--profile", "env --shell sh --bogus"])
        func `a misspelt env fails the eval around it`(words: String) throws {
            try Self.with { project in
                let failed = try project.shell("eval $(sfm-dev \(words))")
                #expect(failed.code == 1)
                let data = try project.shell("sfm-dev env --shell json --bogus")
                #expect(data.output == "")
            }
        }

        @Test func `switch goes back to the default profile of a fresh checkout`() throws {
            try Self.with { project in
                try project.done("sed 's/^profile: local/profile: small/' profiles/local.yaml > profiles/small.yaml")
                try project.done("sfm-dev switch small --files-only && sfm-dev switch - --files-only")
                #expect(try project.done("grep '>>> sfm-dev' .env").output.contains("profile=local "))
                #expect(try project.done("SFM_DEV_PROFILE= sfm-dev env --shell dotenv").output.contains("REDIS_URL="))
            }
        }

        @Test func `a user's line may refer to the block`() throws {
            try Self.with { project in
                try project.write("A=${POSTGRES_URL:?}\n", to: ".env")
                try project.done("sfm-dev generate && sfm-dev generate")
                try project.write("COMPOSE_PROJECT_NAME=x\n", to: ".env")
                let clash = try project.shell("sfm-dev generate")
                #expect(
                    clash.errors.contains("hint: remove this line; the project's name is 'project:' in config.yaml"))
            }
        }

        @Test func `a user's line that beats a variable is told`() throws {
            try Self.with { project in
                try project.write("REDIS_HOST=elsewhere\n", to: ".env")
                #expect(
                    try project.done("sfm-dev --quiet generate").errors == """
                        .env:1:1: warning: 'REDIS_HOST' beats 'REDIS_URL' where both are set
                        hint: remove this line

                        """)
            }
        }

        @Test func `overrides with a credential in a URL stay out of git too`() throws {
            try Self.with(config: "sfm-dev: {variables: {POSTGRES_URL: 'postgresql://u:pw@h/d'}}\n") { project in
                try project.done("git add -f config.yaml")
                for command in ["generate", "env --shell sh", "run -- true"] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 77, "\(command)")
                    #expect(refused.errors.contains("'config.yaml' is tracked by git"))
                }
            }
        }

        @Test func `an unknown key is refused at its place, and nothing is written`() throws {
            try Self.with { project in
                try project.done("sed -i 's/^restart:/restrat:/' compose/redis.yaml")
                for command in ["generate", "switch local --files-only"] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 65)
                    #expect(refused.errors.contains("compose/redis.yaml:12:1: error: unknown key 'restrat'"))
                    #expect(refused.errors.contains("hint: did you mean 'restart'?"))
                    #expect(refused.output == "")
                }
                #expect(try project.shell("ls .env .sfm-dev/docker-compose.yml .sfm-dev/state.json").output == "")
            }
        }

        @Test(arguments: [
            ("rotate", "did you mean 'sfm-dev credentials rotate' or 'sfm-dev kubernetes rotate'?"),
            ("renew", "did you mean 'sfm-dev certificates renew'?"),
        ])
        func `half of a command is told with its other half`(word: String, hint: String) throws {
            try Self.with { project in
                let refused = try project.shell("sfm-dev \(word)")
                #expect(refused.code == 64 && refused.output == "false\n")
                #expect(refused.errors == "sfm-dev: error: unknown command '\(word)'\nhint: \(hint)\n")
            }
        }

        @Test(arguments: ["up", "plan", "status", "down", "stop", "start", "restart", "logs", "exec redis -- true"])
        func `no engine ends with 69 and what to do`(command: String) throws {
            try Self.with { project in
                let missing = try project.shell("sfm-dev \(command)")
                #expect(missing.code == 69, "\(missing.errors)")
                #expect(missing.errors.contains("unix:///nonexistent") || missing.errors.contains("/nonexistent"))
                #expect(missing.errors.contains("hint: "))
                #expect(missing.output == "")
            }
        }

        @Test func `global options may stand before the command, and none is taken from a command that is run`() throws
        {
            try Self.with { project in
                try project.done("sfm-dev generate")
                let there = try project.done("cd / && sfm-dev -C \"$OLDPWD\" env --shell bash")
                #expect(there.output == (try project.done("sfm-dev env --shell bash").output))
                let echoed = try project.done("sfm-dev run -- echo -C / --profile x -q --verbose")
                #expect(echoed.output == "-C / --profile x -q --verbose\n")
                #expect(try project.done("sfm-dev --version").output.hasPrefix("0."))
            }
        }

        @Test func `switch takes another profile's credentials, and goes back`() throws {
            try Self.with { project in
                try project.done("sfm-dev generate")
                let before = try project.done("sfm-dev env --shell dotenv").output
                let early = try project.shell("sfm-dev switch shared-infra --files-only")
                #expect(early.code != 0)
                #expect(early.errors.contains("SOMA_API_TOKEN") && early.errors.contains("POSTGRES_PASSWORD"))
                #expect(try project.done("sfm-dev env --shell dotenv").output == before)

                let set = "sfm-dev credentials set --profile shared-infra"
                try project.done("\(set) SOMA_API_TOKEN", input: "token-of-the-team\n")
                try project.done("\(set) POSTGRES_PASSWORD", input: "p@ss/word\n")
                let unknown = try project.shell("sfm-dev switch shared-infra --files-only")
                #expect(unknown.code == 1)
                #expect(
                    unknown.errors == """
                        sfm-dev: error: where 'kafka' is published on this machine has not been found yet
                        hint: sfm-dev switch shared-infra

                        """)
                try project.writeAddresses()
                try project.done("sfm-dev switch shared-infra --files-only")
                #expect(
                    try project.done(Self.evaluated).output == """
                        token-of-the-team
                        postgresql://soma:p%40ss%2Fword@localhost:5434/somaagent01
                        redis://localhost:6380/0
                        http://localhost:6333
                        localhost:9096

                        """)
                try project.done("sfm-dev switch - --files-only")
                #expect(try project.done("sfm-dev env --shell dotenv").output == before)
                #expect(try project.done("git status --porcelain").output == "")
            }
        }
    }
}
