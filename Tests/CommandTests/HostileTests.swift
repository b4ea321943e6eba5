import Testing

extension CommandTests {
    /// A stranger's repository, freshly cloned.
    struct HostileTests {
        private static let shell = """
            eval "$(sfm-dev hook bash)"; before=$(env | sort)
            _sfm_dev_hook 2>../said; [ "$(env | sort)" = "$before" ] && cat ../said; rm -f ../said
            """

        @Test(arguments: [
            "PATH", "LD_PRELOAD", "BASH_ENV", "ENV", "IFS", "PROMPT_COMMAND", "PS4", "GIT_SSH", "PYTHONPATH", "HOME",
            "ZDOTDIR", "PERL5OPT", "UID", "path", "_sfm_dev_dir",
        ])
        func `a name that changes how programs run is refused by every command`(name: String) throws {
            try FilesTests.with { project in
                try project.done("echo '  \(name): {value: /tmp/evil}' >> profiles/local.yaml")
                for command in ["generate", "allow", "env --shell bash", "run -- true", "settings", "status", "up"] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 65, "\(command): \(refused.errors)")
                    #expect(refused.errors.contains("'\(name)' changes how programs run and is not exported"))
                }
                #expect(try project.done(Self.shell).output.contains("may not set variables"))
                #expect(try project.shell("ls .env .sfm-dev").output == "")
            }
        }

        @Test func `files that a clone brought along change nothing and are refused`() throws {
            try FilesTests.with { project in
                // What a checkout has that its owner runs, committed by somebody.
                try project.done("sfm-dev --quiet generate && rm -r ../.local && sed -i 's/dev-token/evil/' .env")
                try project.done("git add -f .env .sfm-dev && git -c user.name=x -c user.email=x@x commit -qm evil")
                #expect(try project.done(Self.shell).output.contains("no variables are set: '.env' is tracked by git"))
                let commands = [
                    "generate", "generate --check", "allow", "switch local --files-only", "switch -", "up", "plan",
                    "down", "env --shell sh", "run -- true", "settings", "status", "logs", "exec redis -- true",
                    "doctor", "profiles",
                    "credentials set SOMA_API_TOKEN <<< x", "credentials list", "credentials show SOMA_API_TOKEN",
                ]
                // The engine that some need is not even asked.
                for command in commands {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 77, "\(command): \(refused.errors)")
                    #expect(refused.errors.contains("'.env' is tracked by git; it holds secrets"))
                    #expect(refused.errors.contains("hint: git rm --cached .env\n"))
                }
                // Clones give files new inodes, so that no stamp vouches for them and the front asks.
                try project.done("git clone -q . ../clone && cd ../clone && grep evil .env")
                let cloned = try project.shell("cd ../clone && sfm-dev env --shell sh")
                #expect(cloned.code == 77)
                #expect(cloned.output == "false\n")
                try project.done("git rm -q --cached .env")
                let refused = try project.shell("sfm-dev generate")
                #expect(refused.code == 77)
                #expect(refused.errors.contains("hint: git rm -r --cached .sfm-dev\n"))
            }
        }

        @Test(arguments: [
            ("ln -s /etc/passwd .env", 77, "'.env' is a link"), ("mkdir .env", 77, "'.env' is a folder"),
            ("mkfifo .env", 77, "'.env' is not a regular file"),
            ("printf 'A=\\377' > .env", 65, "this byte is not UTF-8"),
            ("printf \"A='x\" > .env", 65, ".env:1:3: error: this quote is not closed"),
            ("ln -s /tmp .sfm-dev", 77, "'.sfm-dev' is a link"), ("touch .sfm-dev", 77, "'.sfm-dev' is not a folder"),
            ("echo > .gitignore", 77, "hint: echo /.env >> .gitignore"),
            ("rm profiles/local.yaml && ln -s /etc/passwd profiles/local.yaml", 77, "'profiles/local.yaml' is a link"),
        ])
        func `what stands in a file's place is refused, and left as it is`(
            make: String, code: Int, message: String
        ) throws {
            try FilesTests.with { project in
                try project.done(make)
                let before = try project.done("ls -l .env .sfm-dev profiles 2>/dev/null || true").output
                let refused = try project.shell("sfm-dev generate")
                #expect(Int(refused.code) == code, "\(refused.errors)")
                #expect(refused.errors.contains(message), "\(refused.errors)")
                #expect(try project.done("ls -l .env .sfm-dev profiles 2>/dev/null || true").output == before)
            }
        }

        @Test func `an unfinished file with secrets lies where git never looks`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate && touch .sfm-dev/..env.1.sfm-tmp")
                #expect(try project.done("git status --porcelain").output == "")
                // A writer removes what a killed one left where it makes its own.
                try project.done("SFM_DEV_REDIS_PORT=7001 sfm-dev generate")
                #expect(try project.done("ls -A .sfm-dev | grep -c 'sfm-tmp$' || :").output == "0\n")
            }
        }

        @Test func `a full disk leaves the old file whole`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate")
                // The limit of a file's size stands for the disk's: the write fails in its middle, as on a full one.
                let before = try project.done("sha256sum .env .sfm-dev/docker-compose.yml").output
                let full = try project.shell("ulimit -f 1; SFM_DEV_REDIS_PORT=7001 sfm-dev-main generate")
                #expect(full.code != 0)
                #expect(try project.done("sha256sum .env .sfm-dev/docker-compose.yml").output == before)
            }
        }
    }
}
