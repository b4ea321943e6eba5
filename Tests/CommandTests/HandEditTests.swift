import Testing

extension CommandTests {
    /// What a person changes between the markers of `.env`.
    struct HandEditTests {
        private static let refused = """
            sfm-dev: error: the managed block of '.env' was edited by hand: REDIS_URL
            note: the block is written anew from the profile; a change belongs into config.yaml
            hint: set it in config.yaml under 'sfm-dev:', then sfm-dev generate --force

            """

        private static func edited(_ edits: [String], _ body: (TestProject) throws -> Void) throws {
            try FilesTests.with { project in
                try project.done(
                    "sfm-dev generate && sed -i \(edits.map { "-e \"\($0)\"" }.joined(separator: " ")) .env")
                try body(project)
            }
        }

        @Test(arguments: [
            "s/^SFM_DEV_X_POSTGRES_PASSWORD=.*/SFM_DEV_X_POSTGRES_PASSWORD='n€w'/",
            "/^POSTGRES_URL=/s/postgres:postgres@/postgres:n%E2%82%ACw@/",
            "/^POSTGRES_URL=/s/postgres:postgres@/postgres:n€w@/",
        ])
        func `an edited credential is kept, and reaches every place`(edit: String) throws {
            try Self.edited([edit]) { project in
                let adopted = try project.done("sfm-dev generate")
                #expect(
                    adopted.errors.contains("note: 'POSTGRES_PASSWORD' was edited in '.env', and is kept from now on"))
                let url = "postgresql://postgres:n%E2%82%ACw@localhost:"
                #expect(try project.done("eval $(sfm-dev env) && echo $POSTGRES_URL").output.hasPrefix(url))
                #expect(try project.done("grep -c 'n€w' .env").output == "1\n")
                #expect(try project.done("sfm-dev --quiet generate && sfm-dev --quiet generate --check").errors == "")
                #expect(try project.done("sfm-dev doctor | grep POSTGRES_PASSWORD").output.contains("the store"))
            }
        }

        @Test func `any other edit ends the command, and loses nothing`() throws {
            try Self.edited(["/^REDIS_URL=/s/localhost/elsewhere/"]) { project in
                let before = try project.done("cat .env").output
                for command in ["generate", "switch local --files-only"] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect(refused.code == 65)
                    #expect(refused.errors == Self.refused)
                    #expect(try project.done("cat .env").output == before)
                }
                try project.done("sfm-dev generate --force && sfm-dev generate --check")
                #expect(try !project.done("cat .env").output.contains("elsewhere"))
            }
        }

        @Test func `an edit that no plan could have is refused and loses nothing`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate && sed -i 's/^SOMA_API_TOKEN=.*/SOMA_API_TOKEN=/' .env")
                for command in ["up", "generate", "credentials rotate SOMA_API_TOKEN"] {
                    let refused = try project.shell("sfm-dev \(command)")
                    #expect([65, 69].contains(refused.code), "\(command): \(refused.errors)")
                }
                #expect(
                    try project.shell("sfm-dev generate").errors == """
                        sfm-dev: error: 'SOMA_API_TOKEN' was emptied in '.env'
                        hint: sfm-dev generate --force writes the value before, sfm-dev credentials set SOMA_API_TOKEN another

                        """)
                #expect(try project.done("sfm-dev credentials show SOMA_API_TOKEN").output == "dev-token\n")
                // A value that was set after the edit is the one that is wanted.
                let set = "touch -d '1 minute ago' .env && echo later | sfm-dev credentials set SOMA_API_TOKEN"
                #expect(try project.done("\(set) && sfm-dev generate").errors.contains("was edited") == false)
                #expect(try project.done("sfm-dev credentials show SOMA_API_TOKEN").output == "later\n")
                #expect(try project.done("grep ^SOMA_API_TOKEN= .env").output == "SOMA_API_TOKEN='later'\n")
            }
        }

        @Test func `a value that its service could not take is refused when it is set`() throws {
            try FilesTests.with { project in
                let refused = try project.shell(
                    "printf 'kéy' | sfm-dev credentials set QDRANT_API_KEY --profile auth")
                #expect(refused.code == 65)
                #expect(refused.errors.contains("cannot be sent in a header of HTTP"))
                #expect(try project.shell("sfm-dev credentials show QDRANT_API_KEY --profile auth").code == 1)
            }
        }

        @Test func `an edit beside a newer value in the store adopts the edit alone`() throws {
            try FilesTests.with { project in
                try project.done("sfm-dev generate && echo newer | sfm-dev credentials set POSTGRES_PASSWORD")
                try project.done("sed -i 's/^SOMA_API_TOKEN=.*/SOMA_API_TOKEN=mine-now/' .env && echo > config.yaml")
                try project.write("sfm-dev: {ports: {REDIS_PORT: 7001}}\n", to: "config.yaml")
                let adopted = try project.done("sfm-dev generate").errors
                #expect(adopted.contains("note: 'SOMA_API_TOKEN' was edited in '.env', and is kept from now on"))
                #expect(!adopted.contains("POSTGRES_PASSWORD"))
                let shell = try project.done("eval $(sfm-dev env); echo $SOMA_API_TOKEN $POSTGRES_URL $REDIS_URL")
                    .output
                #expect(shell.hasPrefix("mine-now postgresql://postgres:newer@"))
                #expect(shell.hasSuffix(":7001/0\n"))
            }
        }

        @Test func `an edit of a variable that is overridden is refused, not lost`() throws {
            try FilesTests.with(config: "sfm-dev: {variables: {SOMA_API_TOKEN: a}}\n") { project in
                try project.done("sfm-dev generate && sed -i 's/^SOMA_API_TOKEN=.*/SOMA_API_TOKEN=b/' .env")
                let refused = try project.shell("sfm-dev generate")
                #expect(refused.code == 65)
                #expect(refused.errors.contains("edited by hand: SOMA_API_TOKEN\n"))
                #expect(try project.done("grep ^SOMA_API_TOKEN .env").output == "SOMA_API_TOKEN=b\n")
            }
        }

        @Test func `two new values for one credential are refused`() throws {
            let edits = [
                "s/^SFM_DEV_X_POSTGRES_PASSWORD=.*/SFM_DEV_X_POSTGRES_PASSWORD='one'/",
                "/^POSTGRES_URL=/s/postgres:postgres@/postgres:two@/",
            ]
            try Self.edited(edits) { project in
                let refused = try project.shell("sfm-dev generate")
                #expect(refused.code == 65)
                #expect(
                    refused.errors == """
                        sfm-dev: error: '.env' was edited by hand and has two different new values of 'POSTGRES_PASSWORD'
                        hint: sfm-dev credentials set POSTGRES_PASSWORD, then sfm-dev generate --force

                        """)
            }
        }

        @Test func `an edit of what another place fixes is refused with that place`() throws {
            try Self.edited(["s/^SOMA_API_TOKEN=.*/SOMA_API_TOKEN='mine'/"]) { project in
                let refused = try project.shell("SFM_DEV_SOMA_API_TOKEN=fixed sfm-dev generate")
                #expect(refused.code == 65)
                #expect(
                    refused.errors == """
                        sfm-dev: error: 'SOMA_API_TOKEN' was edited in '.env', but SFM_DEV_SOMA_API_TOKEN fixes it
                        hint: change it in SFM_DEV_SOMA_API_TOKEN, then sfm-dev generate --force

                        """)
            }
        }

        @Test func `lines outside the block survive byte for byte`() throws {
            try FilesTests.with { project in
                try project.write("# mine\r\nMINE='a b'\nlast=$MINE", to: ".env")
                try project.done("sfm-dev generate")
                try project.done(
                    "printf 'AFTER=1' >> .env && sfm-dev generate && SFM_DEV_REDIS_PORT=7 sfm-dev generate")
                let text = try project.done("cat .env").output
                #expect(text.hasPrefix("# mine\r\nMINE='a b'\nlast=$MINE\n# >>> sfm-dev profile=local "))
                #expect(text.hasSuffix("# <<< sfm-dev <<<\nAFTER=1"))
                let twice = try project.shell("printf '\\nREDIS_URL=x\\n' >> .env; sfm-dev generate")
                #expect(twice.code == 65)
                #expect(twice.errors.contains(": error: 'REDIS_URL' is set here and by sfm-dev's block\n"))
            }
        }
    }
}
