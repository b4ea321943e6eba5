import Testing

extension CommandTests {
    /// Files with secrets that others can read; no engine answers.
    struct PrivacyTests {
        @Test func `what sfm-dev wrote is private again after the next command that writes, which says so`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev credentials set SOMA_API_TOKEN && sfm-dev generate", input: "word")
                let store = ".sfm-dev/credentials/local.env"
                try project.done("chmod 644 .env .sfm-dev/key \(store)")
                for command in ["generate --check", "env --shell sh", "credentials list"] {
                    let read = try project.shell("sfm-dev \(command)")
                    #expect(!read.errors.contains("private"), "\(command)")
                }
                let doctor = try project.shell("sfm-dev doctor").output
                #expect(
                    doctor.contains(/warn  files +'.env' can be read by others \(mode 0644\)\n +hint: chmod 600 .env\n/)
                )
                #expect(doctor.contains("'\(store)' can be read by others (mode 0644)\n"))
                #expect(try project.done("stat -c %a .env .sfm-dev/key \(store)").output == "644\n644\n644\n")

                let said = try project.done("sfm-dev generate").errors
                for name in [".env", ".sfm-dev/key", store] {
                    let note = "note: '\(name)' can be read by others (mode 0644); it is private now\n"
                    #expect(said.contains(note), "\(said)")
                }
                #expect(try project.done("stat -c %a .env .sfm-dev/key \(store)").output == "600\n600\n600\n")
                #expect(try !project.done("sfm-dev generate").errors.contains("private"))
            }
        }

        @Test func `overrides with credentials that others can read are warned about`() throws {
            try FilesTests.with(config: "sfm-dev: {credentials: {SOMA_API_TOKEN: word}}\n") { project in
                let warning = """
                    sfm-dev: warning: 'config.yaml' can be read by others (mode 0640), and it holds credentials
                    hint: chmod 600 config.yaml

                    """
                try project.done("chmod 640 config.yaml")
                for command in ["generate", "switch local --files-only"] {
                    #expect(try project.shell("sfm-dev \(command)").errors.contains(warning), "\(command)")
                }
                let text = warning.split(separator: "\n")[0].split(separator: "warning: ")[1]
                #expect(try project.shell("sfm-dev doctor").output.contains(text))
                #expect(try project.done("stat -c %a config.yaml").output == "640\n")
                try project.done("chmod 600 config.yaml")
                #expect(try !project.shell("sfm-dev generate").errors.contains("config.yaml"))
                try project.done("echo 'sfm-dev: {ports: {REDIS_PORT: 7}}' > config.yaml && chmod 644 config.yaml")
                #expect(try !project.shell("sfm-dev generate").errors.contains("config.yaml"))
            }
        }

        @Test func `overrides with credentials that belong to another user are refused`() throws {
            try FilesTests.with(config: "sfm-dev: {credentials: {SOMA_API_TOKEN: word}}\n") { project in
                // Only root can give files away.
                guard try project.done("id -u").output == "0\n" else { return }
                try project.done("chown 1234 config.yaml")
                for command in ["generate", "up", "env --shell sh"] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 77, "\(command)")
                    #expect(refused.errors.contains("'config.yaml' belongs to another user (uid 1234, you are uid 0)"))
                }
                let doctor = try project.shell("sfm-dev doctor")
                #expect(doctor.code == 1)
                #expect(doctor.output.contains("'config.yaml' belongs to another user"))
            }
        }

        @Test func `doctor finds what was committed once`() throws {
            try FilesTests.with { project in
                let git = "git -c user.name=x -c user.email=x@x"
                try project.done("sfm-dev generate")
                #expect(try !project.shell("sfm-dev doctor").output.contains("committed"))
                try project.done(
                    "git add -f .env && \(git) commit -qm oops && git rm -q --cached .env && \(git) commit -qm 2")
                let found = try project.shell("sfm-dev doctor")
                #expect(found.output.contains(/warn  git +'.env' was committed to git, last in [0-9a-f]{7,}\n/))
            }
        }
    }
}
