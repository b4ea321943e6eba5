import Testing

extension CommandTests {
    /// Values on their way into a shell, a program and back.
    struct ValueTests {
        @Test(arguments: ["SOMA_API_TOKEN", "REDIS_URL"])
        func `an override that is no UTF-8 is refused, not repaired`(name: String) throws {
            try FilesTests.with { project in
                let refused = try project.shell("SFM_DEV_\(name)=$(printf 'a\\377b') sfm-dev env --shell sh")
                #expect(refused.code == 65)
                #expect(refused.errors.contains("'\(name)' is not valid UTF-8"))
            }
        }

        @Test func `run passes on what is no UTF-8`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                let passed = try project.done(
                    "O=$(printf 'a\\351') sfm-dev run -- sh -c 'printf \"%s\" \"$O$1\" | od -An -tx1' sh $(printf '\\377')"
                )
                #expect(passed.output.split(separator: " ").joined().prefix(6) == "61e9ff")
            }
        }

        @Test func `run is its command: code, signal, arguments and variables`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                let run = "sfm-dev run --"
                #expect(try project.shell("\(run) sh -c 'exit 41'").code == 41)
                #expect(try project.shell("\(run) no-such-program").code == 127)
                #expect(try project.shell("\(run) ./profiles").code == 126)
                #expect(try project.shell("\(run) sh -c 'kill -TERM $$'").code == 143)
                // The same process: a signal to it is the command's, and both streams are its own.
                let trapped = "\(run) sh -c 'trap \"echo caught; exit 5\" TERM; kill -TERM $$; :'"
                let caught = try project.shell(trapped)
                #expect((caught.code, caught.output) == (5, "caught\n"))
                #expect(try project.done("\(run) cat", input: "in\n").output == "in\n")
                let cli = "REDIS_URL=mine sfm-dev run --surface cli -- sh -c 'echo $SOMA_API_TOKEN $REDIS_URL'"
                #expect(try project.done(cli).output == "dev-token mine\n")
                let unknown = try project.shell("sfm-dev run --surface clii -- true")
                #expect(unknown.code == 64)
                #expect(unknown.errors.contains("hint: did you mean 'cli'? known surfaces: api, cli, consumer"))
            }
        }

        @Test func `the command line's surface has two variables`() throws {
            try FilesTests.with { project in
                let block = try project.done("sfm-dev env --surface cli --shell dotenv")
                #expect(block.lines.map { $0.prefix { $0 != "=" } } == ["SOMA_API_TOKEN", "POSTGRES_URL"])
            }
        }

        @Test func `a terminal sees a secret only after --show`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                let masked = try project.done("\(TestProject.terminal) -- sfm-dev env --shell sh")
                #expect(masked.output.contains("export SOMA_API_TOKEN=redacted;"))
                #expect(masked.output.contains("export REDIS_URL="))
                #expect(!masked.output.contains("dev-token"))
                #expect(masked.output.contains("hint: sfm-dev env --show"))
                let shown = try project.done("\(TestProject.terminal) -- sfm-dev env --shell sh --show")
                #expect(shown.output.contains("export SOMA_API_TOKEN=dev-token;"))
            }
        }

        @Test func `env is right from a subfolder, without files, and after every change`() throws {
            try FilesTests.with { project in
                let url = "eval $(sfm-dev env --shell bash) && echo $REDIS_URL"
                #expect(try project.done("cd compose && \(url)").output == "redis://localhost:\(project.ports[1])/0\n")
                #expect(try project.done("ls -a").output.contains(".env") == false)
                try project.done("sfm-dev generate")
                for port in [7001, 7002] {
                    try project.done("sed -i 's/REDIS_PORT: [0-9]*/REDIS_PORT: \(port)/' config.yaml")
                    #expect(try project.done(url).output == "redis://localhost:\(port)/0\n")
                }
                try project.done("sed -i 's|path: /0|path: /1|' profiles/local.yaml")
                #expect(try project.done(url).output == "redis://localhost:7002/1\n")
                #expect(
                    try project.done("SFM_DEV_REDIS_PORT=7003 sfm-dev env --shell dotenv").output.contains(":7003/1"))
                try project.done("printf 'x' >> .env")
                #expect(try project.done(url).output == "redis://localhost:7002/1\n")
                try project.done("rm .env")
                #expect(try project.done(url).output == "redis://localhost:7002/1\n")
                try project.done("echo '}' >> profiles/local.yaml")
                let failed = try project.shell("eval $(sfm-dev env --shell bash)")
                #expect(failed.code == 1)
                #expect(failed.errors.hasPrefix("profiles/local.yaml:"))
                #expect(try project.shell("eval $(sfm-dev env --from nowhere)").code == 1)
            }
        }

        @Test(arguments: [
            (#"LOG: "a\0b""#, "LOG", "contains a NUL byte"), (#"LOG: "a\rb""#, "LOG", "contains a carriage return"),
            (#"REDIS_URL: "a\rb""#, "REDIS_URL", "contains a carriage return"),
        ])
        func `a value that no reader carries is refused by name, and nothing is written`(
            line: String, name: String, problem: String
        ) throws {
            try FilesTests.with { project in
                try project.done("cat >> config.yaml", input: "  variables: {\(line)}\n")
                try project.done("sed -i 's/^sfm-dev: {\\(.*\\)}$/sfm-dev:\\n  project: values/' config.yaml")
                for command in ["generate", "env --shell bash", "run -- true"] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 65, "\(command)")
                    #expect(refused.errors.contains("the value of '\(name)' \(problem)"), "\(refused.errors)")
                }
                #expect(try project.shell("ls .env").output == "")
            }
        }

        @Test(arguments: [
            ("a\\0b", "contains a NUL byte"), ("a\\rb", "contains a carriage return"), ("\\377", "is not valid UTF-8"),
        ])
        func `a credential that no reader carries is refused by name`(value: String, problem: String) throws {
            try FilesTests.with { project in
                let refused = try project.shell("printf '\(value)' | sfm-dev credentials set SOMA_API_TOKEN")
                #expect(refused.code == 65)
                #expect(refused.errors.contains("the value of 'SOMA_API_TOKEN' \(problem)"))
                #expect(try project.shell("ls .sfm-dev/credentials/local.env").output == "")
            }
        }

        @Test func `unset takes back what was set, and rivals go`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                let script = """
                    export REDIS_HOST=elsewhere SFM_DEV_X_STALE=1 OWN=1
                    eval $(sfm-dev env --shell bash)
                    echo "${REDIS_HOST-none} ${SFM_DEV_X_STALE-none} $SOMA_API_TOKEN"
                    eval $(sfm-dev env --unset --shell bash)
                    echo "${SOMA_API_TOKEN-none} ${SFM_DEV_ENV-none} $OWN"
                    """
                let outcome = try project.done(script)
                #expect(outcome.output == "none none dev-token\nnone none 1\n")
                #expect(outcome.errors.contains("'REDIS_HOST' was set in this shell and is unset"))
            }
        }

        @Test(.enabled(if: TestProject.python != nil, "SFM_DEV_TEST_PYTHON names no Python"))
        func `a password comes back from every parser of URLs`() throws {
            try FilesTests.with { project in
                try project.write(
                    """
                    profile: local
                    services: []
                    credentials: {SECRET: {required: true}}
                    external: {db: {network: "db:1", host: "[::1]:5432"}}
                    variables:
                      SECRET: {credential: SECRET}
                      A: {url: {scheme: postgresql, user: u, password: SECRET, service: db, path: /d}}
                      B: {url: {scheme: redis, user: u, password: SECRET, service: db, path: /3}}
                      C: {url: {scheme: http, user: u, password: SECRET, service: db, query: {b: "2", a: 1 x}}}

                    """, to: "profiles/local.yaml")
                try project.done("rm config.yaml")
                for secret in ["p@ss:w/rd#1?%[]", "it's \"$HOME\" `x` \\", "größe→🐘 +&=", "-lead", "\t\u{7f}"] {
                    try project.done("sfm-dev credentials set SECRET", input: secret)
                    try project.done(
                        "eval $(sfm-dev env --shell bash) && $TEST_PYTHON '\(TestProject.folder)/parsers.py'")
                }
                // What browsers and Node use: the WHATWG's parser.
                if try project.shell("command -v node").code == 0 {
                    let node = "node -e 'new URL(process.env.C).password !== \"\" || process.exit(1)'"
                    try project.done("eval $(sfm-dev env --shell bash) && \(node)")
                }
            }
        }

        @Test(.enabled(if: TestProject.hasClients, "direnv is installed with the test programs"))
        func `the line for an envrc loads, follows changes and unloads`() throws {
            try FilesTests.with { project in
                let root = TestProject.folder.split(separator: "/").dropLast(2).map { "/" + $0 }.joined()
                // The README's own lines.
                let block = try project.done("sed -n '/^    # .envrc/,/^$/p' '\(root)/README.md' | sed 's/^    //'")
                    .output
                try #require(block.contains("sfm-dev env"))
                try project.write(block, to: ".envrc")
                try project.done("sfm-dev generate && direnv allow . 2>/dev/null")
                let url = "direnv exec . sh -c 'echo $REDIS_URL'"
                #expect(try project.done(url).output == "redis://localhost:\(project.ports[1])/0\n")
                try project.done(
                    "sed -i 's/REDIS_PORT: [0-9]*/REDIS_PORT: 7001/' config.yaml && sfm-dev --quiet generate")
                #expect(try project.done(url).output == "redis://localhost:7001/0\n")
                let exported = try project.done("direnv export bash 2>/dev/null")
                #expect(exported.output.contains("export REDIS_URL="))
                let unloaded =
                    "eval \"$(direnv export bash 2>/dev/null)\"; cd /; eval \"$(direnv export bash 2>/dev/null)\""
                #expect(try project.done("\(unloaded); echo ${REDIS_URL-none}").output == "none\n")
            }
        }
    }
}
