import Testing

extension CommandTests {
    /// The files of `.sfm-dev/tls/`, as they may be found. No engine is asked.
    @Suite(.enabled(if: TestProject.python != nil, "SFM_DEV_TEST_PYTHON is not set"))
    struct CertificateTests {
        static let tool = "$TEST_PYTHON '\(TestProject.folder)/certificates.py'"

        private static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                try project.done("sfm-dev generate --profile tls")
                try body(project)
            }
        }

        @Test(arguments: damages) func `a certificate is told by its file, its fault and what mends it`(
            _ damage: Damage
        ) throws {
            try Self.with { project in
                try project.done("cd .sfm-dev && cd .. && \(damage.script)")
                let show = try project.shell("sfm-dev certificates show")
                let before = try project.done("cat .sfm-dev/tls/redis.* 2> /dev/null | sha256sum").output
                let generate = try project.shell("sfm-dev generate")
                #expect(generate.code == damage.code)
                #expect(Self.plain(generate.errors, project).hasPrefix(damage.said), "\(generate.errors)")
                if let shown = damage.shown {
                    #expect(show.code == 0)
                    #expect(Self.plain(show.errors, project) == shown)
                } else {
                    #expect(show.code == 77 && show.errors == generate.errors)
                    #expect(show.output.components(of: "  sha-256") == 6, "\(show.output)")
                }
                // What may be somebody's own was not touched; the command that is named mends it.
                if damage.code != 0 {
                    #expect(try project.done("cat .sfm-dev/tls/redis.* 2> /dev/null | sha256sum").output == before)
                    let word = damage.code == 77 ? "chmod" : "sfm-dev certificates renew"
                    let start = try #require(generate.errors.firstRange(of: word))
                    try project.done(String(generate.errors[start.lowerBound...].prefix { $0 != "\n" }))
                }
                try project.done("sfm-dev generate 2> /dev/null")
                #expect(try project.done("sfm-dev generate --check").errors == "")
                #expect(try project.done("sfm-dev certificates show").errors == "")
                try project.done("openssl verify -x509_strict -CAfile .sfm-dev/tls/ca.pem .sfm-dev/tls/redis.pem")
            }
        }

        @Test func `what needs no certificate goes on beside a bad one`() throws {
            try Self.with { project in
                let variables = try project.done("sfm-dev env").output
                try project.done("truncate -s 300 .sfm-dev/tls/redis.pem")
                #expect(try project.done("sfm-dev env").output == variables)
                for command in ["settings", "profiles", "credentials list", "run -- true"] {
                    #expect(try project.done("sfm-dev \(command)").errors == "", "\(command)")
                }
                let wrong = "is no certificate in PEM, or is cut off\n"
                #expect(try project.shell("sfm-dev doctor").output.contains("'.sfm-dev/tls/redis.pem' \(wrong)"))
                // All of them are told at once, and nobody else is blamed.
                try project.done("echo x > .sfm-dev/tls/kafka.pem && echo x > .sfm-dev/tls/qdrant.pem")
                let all = try project.shell("sfm-dev generate")
                #expect(all.code == 65 && all.errors.components(of: "is no certificate in PEM") == 3, "\(all.errors)")
                try project.done("sfm-dev certificates renew 2> /dev/null && echo x > .sfm-dev/tls/ca.pem")
                let shown = try project.done("sfm-dev certificates show").errors
                #expect(
                    shown
                        == "sfm-dev: warning: '.sfm-dev/tls/ca.pem' \(wrong)hint: sfm-dev certificates renew --authority\n"
                )
                try project.done("chmod 640 .sfm-dev/tls/ca.key")
                let doctor = try project.shell("sfm-dev doctor").output
                #expect(
                    doctor.contains(
                        "fail  certificates  '.sfm-dev/tls/ca.key' can be read by others (mode 0640): whoever read it can "
                    ))
                #expect(!doctor.contains("private, and out of git's reach"))
                #expect(try project.shell("sfm-dev certificates trust").code == 77)
            }
        }

        @Test func `profiles with other services do not take turns in making certificates`() throws {
            try Self.with { project in
                try project.done(
                    """
                    printf 'profile: more\nextends: tls\ndescription: x\noverlays: {more: [redis]}\n' > profiles/more.yaml
                    printf 'networks: {default: {aliases: [cache]}}\n' > compose/redis.more.yaml
                    """)
                let first = try project.done("sfm-dev certificates issue --profile more").errors
                #expect(
                    first.hasPrefix(
                        "sfm-dev: note: '.sfm-dev/tls/ca.pem' may not vouch for 'cache': a new CA is made, and all its certificates\n"
                    ))
                for profile in ["tls", "more", "tls"] {
                    #expect(
                        try project.done("sfm-dev certificates issue --profile \(profile)").errors
                            == "nothing to issue: every certificate of profile '\(profile)' can go on\n")
                }
                // Asked for by name, it is made for this profile alone.
                try project.done("sfm-dev certificates renew redis 2> /dev/null")
                let names =
                    "sfm-dev certificates show --format json | jq -r '.certificates[] | .names[]?, .signs_for[]?'"
                #expect(try project.done(names).output.contains("\ncache\n"))
                #expect(
                    try project.shell("openssl x509 -in .sfm-dev/tls/redis.pem -noout -text | grep cache").code == 1)
                try project.done("sfm-dev certificates renew --authority 2> /dev/null")
                #expect(try !project.done(names).output.contains("cache"))
            }
        }

        /// Without times and the project's name.
        private static func plain(_ text: String, _ project: TestProject) -> String {
            text.replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#, with: "TIME").replacing(project.name, with: "NAME")
        }

        @Test func `a linter finds nothing but names of one label`() throws {
            try Self.with { project in
                let files = "ca client kafka postgres qdrant redis"
                let found = try project.done(
                    "for name in \(files); do \(Self.tool) lint .sfm-dev/tls/$name.pem; done")
                #expect(found.output == "")
                // It does find what is wrong.
                try project.done("mkdir there && \(Self.tool) make there/bad.pem - - - -3 -1 redis")
                #expect(try project.done("\(Self.tool) lint there/bad.pem").output != "")
            }
        }

        @Test func `what was reviewed is believed for a day`() throws {
            try Self.with { project in
                try project.done("cc -shared -fPIC -o ../clock_at.so '\(TestProject.folder)/clock_at.c'")
                func generate(after hours: Int) throws -> String {
                    let clock = "CLOCK_AT=$(($(date +%s) + \(hours) * 3600)) LD_PRELOAD=$PWD/../clock_at.so"
                    return try project.done(
                        "\(clock) sfm-dev generate && stat -c '%a %i' .sfm-dev/tls/reviewed"
                    ).output
                }
                let first = try generate(after: 1)
                #expect(first.hasPrefix("600 "))
                #expect(try generate(after: 24) == first)
                #expect(try generate(after: 26) != first)
            }
        }

        @Test func `a wrong clock makes nothing, and a home that cannot be written does not matter`() throws {
            try TestProject.with { project in
                try project.done("cc -shared -fPIC -o ../clock_at.so '\(TestProject.folder)/clock_at.c'")
                let early = try project.shell(
                    "CLOCK_AT=1000000000 LD_PRELOAD=$PWD/../clock_at.so sfm-dev generate --profile tls")
                #expect(early.code == 65)
                #expect(
                    early.errors == """
                        sfm-dev: error: '.sfm-dev/tls/ca.pem' cannot be made: this machine's clock says 2001-09-09T01:46:40Z
                        hint: date

                        """)
                #expect(try project.shell("ls .sfm-dev/tls .env").code != 0)
                try project.done("HOME=/proc XDG_STATE_HOME=/proc/none sfm-dev generate --profile tls")
                // Half a year later one more command renews them all; ten years later the CA too.
                let later = "CLOCK_AT=$(($(date +%s) + 300 * 86400)) LD_PRELOAD=$PWD/../clock_at.so"
                let renewed = try project.done("cp .sfm-dev/tls/ca.pem .. && \(later) sfm-dev generate").errors
                #expect(renewed.split(separator: "\n").count { $0.hasSuffix(": a new one is made") } == 5)
                try project.done("cmp .sfm-dev/tls/ca.pem ../ca.pem")
                let much = "CLOCK_AT=$(($(date +%s) + 3000 * 86400)) LD_PRELOAD=$PWD/../clock_at.so"
                #expect(try project.done("\(much) sfm-dev generate").errors.contains("a new CA is made"))
            }
        }

        @Test func `a kill at any step leaves what the next command mends`() throws {
            try Self.with { project in
                try project.done("cc -shared -fPIC -o ../kill_at.so '\(TestProject.folder)/kill_at.c' -ldl")
                let renew = "LD_PRELOAD=$PWD/../kill_at.so sfm-dev certificates renew --authority"
                try project.done("KILL_COUNT=../steps \(renew)")
                let steps = try #require(Int(try project.done("cat ../steps").output.dropLast()))
                try #require(steps >= 13)
                for step in 1...steps {
                    #expect(try project.shell("KILL_AT=\(step) KILL_COUNT=../steps \(renew)").code == 137)
                    try project.done("sfm-dev generate && sfm-dev generate --check")
                    let shown = try project.done("sfm-dev certificates show")
                    #expect(shown.errors == "", "step \(step) of \(steps)")
                }
            }
        }

        @Test func `what is asked of a profile without TLS, or of a name that is none, is told`() throws {
            try Self.with { project in
                let plain = try project.shell("sfm-dev certificates show --profile local")
                #expect(plain.code == 65)
                #expect(
                    plain.errors == """
                        sfm-dev: error: no service of profile 'local' speaks TLS
                        hint: add 'tls: true' under 'x-sfm-dev' of one, or name another profile: --profile tls

                        """)
                let unknown = try project.shell("sfm-dev certificates renew rediss")
                #expect(unknown.code == 64)
                #expect(
                    unknown.errors == """
                        sfm-dev: error: profile 'tls' has no certificate 'rediss'
                        hint: did you mean 'redis'? known certificates: client, kafka, postgres, qdrant, redis

                        """)
                #expect(
                    try project.done("sfm-dev certificates issue").errors
                        == "nothing to issue: every certificate of profile 'tls' can go on\n")
                let renewed = try project.done("sfm-dev certificates renew redis").errors
                #expect(renewed.hasPrefix("'.sfm-dev/tls/redis.pem' is issued, until 20"))
                #expect(renewed.hasSuffix("Z\nservices that run get them by: sfm-dev up\n"))
                // Only its own service gets another.
                #expect(try project.shell("sfm-dev generate --check").output.contains("SFM_DEV_X_REDIS_TLS_KEY"))
                let shown = try project.done("sfm-dev certificates show --format json | jq -r '.certificates[].name'")
                #expect(shown.lines == ["ca", "kafka", "postgres", "qdrant", "redis", "client"])
            }
        }
    }
}

extension String {
    /// How often it stands there.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
