import Testing

extension CommandTests {
    /// What the rendering commands print, and to whom.
    struct ClusterSecretTests {
        private static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                try project.done(
                    """
                    mkdir ../.aws && cat > ../.aws/credentials <<'END'
                    [default]
                    aws_access_key_id = AKIADEFAULT
                    aws_secret_access_key = default/secret
                    END
                    printf '[default]\nregion = eu-central-1\n' > ../.aws/config
                    """)
                try body(project)
            }
        }

        @Test(arguments: [
            "secret", "secret --dotenv", "vault-commands --data", "manifests", "backup-secret --aws-profile default",
        ])
        func `a terminal sees a value only after --show`(command: String) throws {
            try Self.with { project in
                let secrets = ["dev-token", "ZGV2LXRva2Vu", "cG9zdGdyZXM=", "default/secret", "ZGVmYXVsdC9zZWNyZXQ="]
                let shown = { (text: String) in secrets.contains { text.contains($0) } }
                let masked = try project.done("\(TestProject.terminal) -- sfm-dev kubernetes \(command)").output
                #expect(!shown(masked))
                let words = command.split(separator: " ")
                let profile = words[0] == "backup-secret" ? "" : " --profile local"
                let rest = words.dropFirst().map { " " + $0 }.joined()
                #expect(
                    masked.contains(
                        "note: values are masked on a terminal\r\n"
                            + "hint: sfm-dev kubernetes \(words[0])\(profile)\(rest) --show\r\n"))
                let asked = try project.done("\(TestProject.terminal) -- sfm-dev kubernetes \(command) --show").output
                #expect(shown(asked))
                let piped = try project.done("sfm-dev kubernetes \(command)").output
                #expect(shown(piped))
            }
        }

        @Test func `values carry no secret at all`() throws {
            try Self.with { project in
                try project.done("sfm-dev generate --profile tls")
                let token = try project.done("sfm-dev credentials show SOMA_API_TOKEN").output.dropLast()
                for command in [
                    "values", "values --source external-secret", "external-secret", "vault-commands", "check",
                ] {
                    let outcome = try project.shell("sfm-dev kubernetes \(command)")
                    #expect(!(outcome.output + outcome.errors).contains(token), "\(command)")
                    #expect(!outcome.output.contains("PRIVATE KEY"), "\(command)")
                }
            }
        }

        @Test func `the keys of the backup jobs come from where AWS's tools have them`() throws {
            try Self.with { project in
                func data(_ command: String, input: String = "") throws -> [String] {
                    let text = try project.done(command, input: input).output
                    return try project.done(
                        "python3 -c 'import sys, yaml, base64; d = yaml.safe_load(sys.stdin)[\"data\"];"
                            + " [print(k, base64.b64decode(d[k]).decode()) for k in d]'", input: text
                    ).lines.map { String($0) }
                }
                let wanted = ["AWS_ACCESS_KEY_ID A", "AWS_DEFAULT_REGION r", "AWS_SECRET_ACCESS_KEY s"]
                let command = "sfm-dev kubernetes backup-secret"
                let environment = try data("AWS_ACCESS_KEY_ID=A AWS_SECRET_ACCESS_KEY=s AWS_REGION=r \(command)")
                #expect(environment == wanted)
                let input = "AWS_ACCESS_KEY_ID=A\nexport AWS_SECRET_ACCESS_KEY='s'\n"
                let standardInput = try data("\(command) --stdin --region r", input: input)
                #expect(standardInput == wanted)
                let profile = try data("\(command) --aws-profile default")
                #expect(
                    profile == [
                        "AWS_ACCESS_KEY_ID AKIADEFAULT", "AWS_DEFAULT_REGION eu-central-1",
                        "AWS_SECRET_ACCESS_KEY default/secret",
                    ])
                let named = try project.done("\(command) --aws-profile default --name other").output
                #expect(named.contains("name: other\n"))
            }
        }

        @Test(arguments: [
            (
                "secret --set-address nothing=a:1", 64,
                """
                sfm-dev: error: profile 'local' has no service 'nothing' with an address
                hint: known services: api, consumer, kafka, postgres, qdrant, redis

                """
            ),
            (
                "secret --set-address postgres", 64,
                """
                sfm-dev: error: 'postgres' names no service and its address
                hint: --set-address postgres=db.example:5432

                """
            ),
            (
                "secret --surface web", 64,
                """
                sfm-dev: error: unknown surface 'web'
                hint: known surfaces: api, cli, consumer

                """
            ),
            (
                "secret --key NOTHING", 64,
                """
                sfm-dev: error: the Secret has no key 'NOTHING'
                hint: known keys: KAFKA_BOOTSTRAP_SERVERS, POSTGRES_URL, QDRANT_URL, REDIS_URL, SOMA_API_TOKEN

                """
            ),
            (
                "secret --namespace Shop", 64,
                """
                sfm-dev: error: 'Shop' is no name of Kubernetes
                hint: --namespace takes small letters, digits and '-', a letter or digit at both ends

                """
            ),
            (
                "secret --name a_b", 64,
                """
                sfm-dev: error: 'a_b' is no name of Kubernetes
                hint: --name takes small letters, digits and '-', a letter or digit at both ends

                """
            ),
            (
                "secret --dotenv --kubectl", 64,
                """
                sfm-dev: error: --dotenv, --kubectl, --key and --apply exclude each other
                hint: sfm-dev kubernetes secret --help

                """
            ),
            (
                "values --service-account A", 64,
                """
                sfm-dev: error: 'A' is no name of Kubernetes
                hint: --service-account takes the name of a ServiceAccount

                """
            ),
            (
                "secret --profile auth", 1,
                """
                sfm-dev: error: credential 'KAFKA_SASL_PASSWORD' has not been made yet
                hint: sfm-dev generate --profile auth

                """
            ),
            (
                "secret --profile shared-infra", 65,
                """
                profiles/shared-infra.yaml:23:3: error: credential 'SOMA_API_TOKEN' is not set
                  23 |   SOMA_API_TOKEN:    {required: true, prompt: "the API token of the shared stack, from the platform team"}
                     |   ^~~~~~~~~~~~~~
                note: the API token of the shared stack, from the platform team
                hint: sfm-dev credentials set SOMA_API_TOKEN --profile shared-infra
                profiles/shared-infra.yaml:24:3: error: credential 'POSTGRES_PASSWORD' is not set
                  24 |   POSTGRES_PASSWORD: {required: true, prompt: "the password of the role 'soma' in the shared Postgres"}
                     |   ^~~~~~~~~~~~~~~~~
                note: the password of the role 'soma' in the shared Postgres
                hint: sfm-dev credentials set POSTGRES_PASSWORD --profile shared-infra

                """
            ),
            (
                "backup-secret", 65,
                """
                sfm-dev: error: the environment lacks 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION'
                hint: sfm-dev kubernetes backup-secret --aws-profile default

                """
            ),
            (
                "backup-secret --stdin --region x", 65,
                """
                sfm-dev: error: standard input lacks 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'
                hint: sfm-dev kubernetes backup-secret --aws-profile default

                """
            ),
            (
                "manifests --profile sharedinfra", 65,
                """
                profiles/shared-infra.yaml:23:3: error: credential 'SOMA_API_TOKEN' is not set
                  23 |   SOMA_API_TOKEN:    {required: true, prompt: "the API token of the shared stack, from the platform team"}
                     |   ^~~~~~~~~~~~~~
                note: the API token of the shared stack, from the platform team
                profiles/sharedinfra.yaml:3:10: note: 'sharedinfra' extends this profile
                hint: sfm-dev credentials set SOMA_API_TOKEN --profile sharedinfra
                profiles/shared-infra.yaml:24:3: error: credential 'POSTGRES_PASSWORD' is not set
                  24 |   POSTGRES_PASSWORD: {required: true, prompt: "the password of the role 'soma' in the shared Postgres"}
                     |   ^~~~~~~~~~~~~~~~~
                note: the password of the role 'soma' in the shared Postgres
                profiles/sharedinfra.yaml:3:10: note: 'sharedinfra' extends this profile
                hint: sfm-dev credentials set POSTGRES_PASSWORD --profile sharedinfra

                """
            ),
            (
                "secrets", 64,
                """
                sfm-dev: error: unknown command 'kubernetes secrets'
                hint: did you mean 'secret'? known commands: backup-secret, check, external-secret, manifests, rotate, secret, values, vault-commands

                """
            ),
        ])
        func `a mistake says what to write`(command: String, code: Int32, shown: String) throws {
            try Self.with { project in
                let outcome = try project.shell("sfm-dev kubernetes \(command)")
                #expect(outcome.code == code)
                #expect(outcome.output == "")
                #expect(outcome.errors == shown)
            }
        }

        @Test func `addresses and surfaces reach every output`() throws {
            try Self.with { project in
                let options = "--set-address postgres=db.example:6432 --surface cli --namespace other"
                let text = try project.done("sfm-dev kubernetes secret --dotenv \(options)").output
                #expect(
                    text == """
                        SOMA_API_TOKEN=dev-token
                        POSTGRES_URL=postgresql://postgres:postgres@db.example:6432/somamemory

                        """)
                let command = try project.done("sfm-dev kubernetes secret --kubectl \(options)").output
                #expect(
                    command == #"""
                        sfm-dev kubernetes secret --profile local --surface cli --set-address postgres=db.example:6432 --namespace other > /dev/null && \
                        sfm-dev kubernetes secret --profile local --surface cli --set-address postgres=db.example:6432 --namespace other --dotenv | \
                          kubectl create secret generic soma-memory-runtime-secrets --namespace other --from-env-file=/dev/stdin

                        """#)
            }
        }

        @Test func `what holds no value needs none`() throws {
            try Self.with { project in
                for profile in ["tls", "shared-infra"] {
                    for command in ["values", "external-secret", "vault-commands"] {
                        let outcome = try project.done("sfm-dev kubernetes \(command) --profile \(profile)")
                        let notes = command == "vault-commands" ? 1 : 0
                        #expect(outcome.errors.split(separator: "\n").count == notes, "\(command) \(profile)")
                    }
                }
                let values = try project.done("sfm-dev kubernetes values --profile tls").output
                #expect(values.contains("key: client.key\n          path: |-\n            client.key\n"))
                #expect(try project.shell("sfm-dev kubernetes vault-commands --data --profile tls").code == 1)
            }
        }

        @Test func `stores get no certificate that was not made`() throws {
            try Self.with { project in
                try project.done("sfm-dev generate --profile tls && rm .sfm-dev/tls/kafka.*")
                let outcome = try project.shell("sfm-dev kubernetes manifests")
                #expect(outcome.code == 65)
                #expect(outcome.output == "")
                #expect(
                    outcome.errors == """
                        sfm-dev: error: the certificate of 'kafka' is not there
                        hint: sfm-dev certificates issue --profile tls

                        """)
            }
        }

        @Test func `a missing file of a variable is told with what makes it`() throws {
            try Self.with { project in
                try project.done("sfm-dev generate --profile tls && rm -r .sfm-dev/tls")
                let outcome = try project.shell("sfm-dev kubernetes secret")
                #expect(outcome.code == 65)
                #expect(
                    outcome.errors == """
                        sfm-dev: error: '.sfm-dev/tls/ca.pem', the file of 'POSTGRES_URL', is not there
                        hint: sfm-dev certificates issue --profile tls
                        sfm-dev: error: '.sfm-dev/tls/client.pem', the file of 'POSTGRES_URL', is not there
                        hint: sfm-dev certificates issue --profile tls
                        sfm-dev: error: '.sfm-dev/tls/client.key', the file of 'POSTGRES_URL', is not there
                        hint: sfm-dev certificates issue --profile tls

                        """)
            }
        }

        @Test func `production's rules are told with their places`() throws {
            try Self.with { project in
                let outcome = try project.shell("sfm-dev kubernetes check --set-address qdrant=localhost:6333")
                #expect(outcome.code == 1)
                #expect(
                    outcome.output == """
                        fail  SOMA_API_TOKEN           holds a development value, which everybody can read
                                                       note: the runbook, section 1
                        fail  POSTGRES_URL             holds a development value, which everybody can read
                                                       note: the runbook, section 1
                        fail  POSTGRES_URL             has no 'sslmode': it must be 'require' or stronger
                                                       note: the runbook, section 1
                        fail  QDRANT_URL               names 'localhost', which in a pod is the pod itself
                                                       note: the runbook, section 2, step 3
                        fail  QDRANT_URL               is no HTTPS
                                                       note: the runbook, section 1
                        fail  KAFKA_BOOTSTRAP_SERVERS  goes without 'KAFKA_SECURITY_PROTOCOL': neither SASL nor TLS
                                                       note: the runbook, section 1
                        ok    REDIS_URL                fit for production

                        """)
                let json = try project.shell(
                    "sfm-dev kubernetes check --format json | jq -r '.version, (.checks | length)'")
                #expect(json.output == "1\n6\n")
            }
        }
    }
}
