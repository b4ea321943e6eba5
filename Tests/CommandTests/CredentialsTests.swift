import Testing

extension CommandTests {
    /// `credentials list` and `credentials show`; no engine answers.
    struct CredentialsTests {
        @Test func `list says where each credential is from and who holds it, and no value`() throws {
            try FilesTests.with { project in
                #expect(
                    try project.done("sfm-dev credentials list").output == """
                        NAME               SOURCE   AGE  USED BY
                        POSTGRES_PASSWORD  default  -    POSTGRES_URL, postgres
                        SOMA_API_TOKEN     default  -    SOMA_API_TOKEN, api, consumer

                        """)
                try project.done("sfm-dev credentials set POSTGRES_PASSWORD", input: "hidden-word")
                let config = "'sfm-dev: {credentials: {SOMA_API_TOKEN: hidden-too}}'"
                try project.done("echo \(config) > config.yaml")
                let list = try project.done("sfm-dev credentials list")
                #expect(list.output.contains(/POSTGRES_PASSWORD +supplied +[0-9]+ s +POSTGRES_URL, postgres\n/))
                #expect(list.output.contains(/SOMA_API_TOKEN +config.yaml +- +SOMA_API_TOKEN, api, consumer\n/))
                let fixed = try project.done("SFM_DEV_SOMA_API_TOKEN=hidden-3 sfm-dev credentials list")
                #expect(fixed.output.contains("SFM_DEV_SOMA_API_TOKEN  -"))
                let json = try project.done("sfm-dev credentials list --format json")
                #expect(
                    json.output.hasPrefix(#"{"credentials":[{"fixed_by":null,"name":"POSTGRES_PASSWORD","set_at":1"#))
                for said in [list, fixed, json] { #expect(!(said.output + said.errors).contains("hidden")) }
            }
        }

        @Test func `what is not set is listed, and what is can be shown`() throws {
            try FilesTests.with { project in
                let profile = "--profile shared-infra"
                try project.done("sfm-dev credentials set SOMA_API_TOKEN \(profile)", input: "the-token")
                let list = try project.done("sfm-dev credentials list \(profile)")
                #expect(list.output.contains(/POSTGRES_PASSWORD +not set +- +POSTGRES_URL\n/))
                #expect(list.output.contains(/SOMA_API_TOKEN +supplied +[0-9]+ s +SOMA_API_TOKEN, api, consumer\n/))
                #expect(try project.done("sfm-dev credentials show SOMA_API_TOKEN \(profile)").output == "the-token\n")
                #expect(try project.done("sfm-dev credentials show SOMA_API_TOKEN").output == "dev-token\n")
                let missing = try project.shell("sfm-dev credentials show POSTGRES_PASSWORD \(profile)")
                #expect(missing.code == 65)
                #expect(missing.output == "")
                #expect(
                    missing.errors == """
                        sfm-dev: error: credential 'POSTGRES_PASSWORD' is not set
                        hint: sfm-dev credentials set POSTGRES_PASSWORD --profile shared-infra

                        """)
            }
        }

        @Test func `show prints on a terminal too, and knows no other names`() throws {
            try FilesTests.with { project in
                let shown = try project.done("\(TestProject.terminal) -- sfm-dev credentials show SOMA_API_TOKEN")
                #expect(shown.output == "dev-token\r\n")
                for command in ["show", "set"] {
                    let unknown = try project.shell("sfm-dev credentials \(command) SOMA_API_TOKN <<< x")
                    #expect(unknown.code == 65)
                    #expect(
                        unknown.errors == """
                            sfm-dev: error: profile 'local' has no credential 'SOMA_API_TOKN'
                            hint: did you mean 'SOMA_API_TOKEN'? known credentials: POSTGRES_PASSWORD, SOMA_API_TOKEN

                            """)
                }
            }
        }

        @Test func `a random credential is not set before it is made, and shown afterwards`() throws {
            try FilesTests.with(config: "") { project in
                try project.write(
                    """
                    profile: local
                    services: []
                    credentials: {KEY: {generate: 32}}
                    variables: {KEY: {credential: KEY}}

                    """, to: "profiles/local.yaml")
                #expect(try project.done("sfm-dev credentials list").output.contains(/KEY +not set +- +KEY\n/))
                let early = try project.shell("sfm-dev credentials show KEY")
                #expect(early.code == 1)
                #expect(early.errors.contains("credential 'KEY' has not been made yet"))
                try project.done("sfm-dev generate")
                #expect(try project.done("sfm-dev credentials list").output.contains(/KEY +generated +[0-9]+ s +KEY\n/))
                let both = try project.done("sfm-dev credentials show KEY; sfm-dev run -- printenv KEY").lines
                #expect(both.count == 2 && both.first == both.last && both.first?.count == 32)
            }
        }

        /// Every printable character of ASCII.
        private static let printable = (0x20...0x7E).map { String(Unicode.Scalar(UInt8($0))) }.joined()

        @Test(arguments: [
            printable, "-" + printable, "--help", "it's \"$HOME\" `id` $(id) ${X:-y} \\", "100%d%%s%20",
            "größe→🐘 \u{301}",
            "two\nlines\n", " blanks ", "#no", "\t", "'", "\\", String(repeating: "0123456789", count: 100),
            String(repeating: "it's 5$%", count: 125),
        ])
        func `a credential comes back as it was given, from the store, from the file and in a shell`(
            value: String
        ) throws {
            try FilesTests.with { project in
                try project.write(value + "\n", to: "../value")
                try project.done(
                    """
                    sfm-dev credentials set SOMA_API_TOKEN < ../value && sfm-dev credentials show SOMA_API_TOKEN | cmp - ../value
                    sfm-dev generate && sfm-dev generate --check && sfm-dev credentials show SOMA_API_TOKEN | cmp - ../value &&
                    sh -c 'set -a; . ./.env; printenv SOMA_API_TOKEN' | cmp - ../value &&
                    sfm-dev run -- printenv SOMA_API_TOKEN | cmp - ../value &&
                    eval $(sfm-dev env --shell bash) && printenv SOMA_API_TOKEN | cmp - ../value
                    """)
            }
        }

        @Test func `what git could take in is not shown`() throws {
            try FilesTests.with(config: "sfm-dev: {credentials: {SOMA_API_TOKEN: hidden}}\n") { project in
                #expect(try project.done("sfm-dev credentials show SOMA_API_TOKEN").output == "hidden\n")
                try project.done("git add -f config.yaml")
                let refused = try project.shell("sfm-dev credentials show SOMA_API_TOKEN")
                #expect(refused.code == 77)
                #expect(refused.output == "")
            }
        }
    }
}
