import Testing

extension CommandTests {
    /// The API's token is a file of its container and no variable (runbook, section 5).
    @Suite(.enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"))
    struct TokenTests {
        /// HTTP's answer to a request with that token.
        private static func answer(_ token: String, _ project: TestProject) throws -> String {
            let url = "http://127.0.0.1:\(project.ports[4])/memories"
            return try project.done(
                "curl -s -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer \(token)' \(url)"
            ).output
        }

        @Test func `the api reads its token from a secret, and no environment shows it`() throws {
            try TestProject.with { project in
                try project.write(
                    project.defaultConfig.replacing("ports: {", with: "ports: {API_PORT: \(project.ports[4]), "),
                    to: "config.yaml")
                try project.done("sfm-dev up --with api --with consumer")
                for service in ["api", "consumer"] {
                    let inside = "docker exec \(project.name)-\(service)-1"
                    let environment = try project.done(
                        "\(inside) env; \(inside) sh -c 'tr \"\\0\" \"\\n\" < /proc/1/environ'"
                    ).output
                    #expect(environment.contains("\nPOSTGRES_URL="))
                    #expect(environment.contains("\nSOMA_API_TOKEN_FILE=/run/secrets/soma_api_token\n"))
                    #expect(!environment.contains("SOMA_API_TOKEN="))
                    #expect(!environment.contains("dev-token"))
                }
                let said = "docker logs \(project.name)-api-1 2>&1 | grep -c '^Loaded API token from secret$'"
                #expect(try project.done(said).output == "1\n")
                #expect(try Self.answer("dev-token", project) == "501")
                #expect(try Self.answer("other", project) == "403")

                try project.done("sfm-dev credentials set SOMA_API_TOKEN", input: "a new one")
                #expect(try project.done("sfm-dev up").errors.contains("api"))
                #expect(try Self.answer("a new one", project) == "501")
                #expect(try Self.answer("dev-token", project) == "403")
                #expect(try project.done(said).output == "1\n")
            }
        }
    }
}
