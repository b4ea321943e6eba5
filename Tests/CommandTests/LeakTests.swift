import Testing

extension CommandTests {
    /// Secrets that are planted, and every place where they must not be found.
    @Suite(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_ENGINE or SFM_DEV_TEST_PYTHON is not set"))
    struct LeakTests {
        /// In each planted value, in a letter for letter form that percent-encoding and JSON leave alone.
        private static let core = "pl4ntedSecret"
        private static let planted = [
            "SOMA_API_TOKEN": "\(core)T \"$x'%41\\", "POSTGRES_PASSWORD": "\(core)P@:/?#\"$'%",
            "REDIS_PASSWORD": "-\(core)R \"&<>`", "QDRANT_API_KEY": "\(core)Q{\"$'}",
            "KAFKA_SASL_PASSWORD": "\(core)K,=\"'",
        ]

        /// What people type, and what goes wrong when they do.
        private static let commands = [
            "plan", "plan --format json", "status", "status --format json", "status --check", "doctor",
            "doctor --format json", "list", "settings",
            "profiles", "credentials list", "credentials list --format json", "generate", "generate --check", "seed",
            "logs", "logs postgres --tail 5", "restart redis", "stop redis", "start redis",
            "up --force-recreate qdrant",
            "up --no-seed", "up --timings", "hook bash", "allow", "down redis", "up nothing", "switch nowhere",
            "credentials set NOTHING", "credentials show NOTHING", "credentials rotate NOTHING", "nonsense",
            "certificates show", "certificates show --format json", "certificates renew nothing",
            "kubernetes values", "kubernetes external-secret", "kubernetes vault-commands", "kubernetes check",
            "kubernetes secret --kubectl", "kubernetes secret --apply", "kubernetes secret --key NOTHING",
            "kubernetes secret --dotenv",
            "--profile nowhere env", "env --shell nonsense", "exec postgres -- false", "run -- false", "help up",
        ]

        private static func text(_ outcome: Shell.Outcome) -> String { outcome.output + outcome.errors }

        private static func with(_ body: (TestProject) throws -> Void) throws {
            try TestProject.with { project in
                // A server that writes down every statement that it is given.
                try project.write(
                    """
                    services:
                      postgres:
                        command:
                          postgres -c ssl=on -c ssl_cert_file=/run/secrets/tls/server.pem
                          -c ssl_key_file=/run/secrets/tls/server.key -c ssl_ca_file=/run/secrets/tls/ca.pem
                          -c hba_file=/etc/postgresql/pg_hba.conf -c log_statement=all

                    """, to: "docker-compose.override.yml")
                for (name, value) in planted.sorted(by: { $0.key < $1.key }) {
                    let set = try project.done("sfm-dev credentials set \(name) --profile tls", input: value + "\n")
                    #expect(!Self.text(set).contains(core))
                }
                try body(project)
            }
        }

        @Test func `no command tells a secret, whatever goes wrong`() throws {
            try Self.with { project in
                try project.done(
                    """
                    mkfifo ../watching
                    python3 '\(TestProject.folder)/watch_processes.py' < ../watching > ../processes &
                    exec 9> ../watching; date +%s > ../began
                    sfm-dev up --profile tls --with api --verbose > ../said 2>&1 || { tail -n 9 ../said >&2; exit 1; }
                    for round in plain broken; do
                        while read -r command; do
                            for option in '' --verbose; do
                                echo "== $command $option ($round)" >> ../said
                                sfm-dev $command $option >> ../said 2>&1 < /dev/null
                            done
                        done < ../commands
                        docker stop -t 1 \(project.name)-kafka-1 > /dev/null
                        sed -i 's/^image/imagge/' compose/qdrant.yaml
                    done
                    git checkout -q compose && sfm-dev up --verbose >> ../said 2>&1
                    docker exec \(project.name)-postgres-1 psql -U postgres -c "ALTER ROLE postgres PASSWORD 'x'" > /dev/null
                    sfm-dev up --no-seed --wait-timeout 3 >> ../said 2>&1
                    sfm-dev seed --verbose >> ../said 2>&1
                    sed -i "s/^SOMA_API_TOKEN=.*/SOMA_API_TOKEN=one/; s/^KAFKA_SASL_PASSWORD=.*/KAFKA_SASL_PASSWORD='two/" .env
                    sfm-dev up --verbose >> ../said 2>&1; sfm-dev up --force >> ../said 2>&1
                    \(TestProject.terminal) -- sfm-dev env >> ../said
                    cp -r .sfm-dev ../before
                    sfm-dev certificates renew --verbose >> ../said 2>&1 && sfm-dev up --verbose >> ../said 2>&1
                    sfm-dev credentials rotate --all --verbose >> ../said 2>&1
                    exec 9>&-; wait
                    """, commands: Self.commands)
                try Self.search(project)
            }
        }

        /// The planted values and those of the rotation, wherever anybody may look.
        private static func search(_ project: TestProject) throws {
            let rotated = try planted.keys.map { name in
                try project.done("sfm-dev credentials show \(name)").output.dropLast()
            }
            // A line of each private key; those that a renewal replaced are among them.
            let keys = try project.done("sed -s -n 2p .sfm-dev/tls/*.key ../before/tls/*.key").lines
            try #require(keys.count == 12)
            let words = [Substring(core)] + rotated + keys
            try project.write(words.joined(separator: "\n"), to: "../words")
            try project.done(
                """
                python3 - > ../needles <<'END'
                from base64 import b64encode
                for word in open("../words").read().split("\\n"):
                    print(word)
                    for start in range(3):
                        coded = b64encode(b"." * start + word.encode() + b"..")
                        print(coded[4 if start else 0 : -4].decode())
                END
                containers=$(docker ps -aq --filter label=com.docker.compose.project=\(project.name))
                docker inspect $containers > ../inspected
                for container in $containers; do docker logs $container; done > ../logged 2>&1
                docker events --since "$(cat ../began)" --until "$(date +%s)" --format '{{json .}}' > ../happened
                """)
            // Each place holds what it should: a search through nothing would find nothing.
            for (place, word) in [
                ("said", "== credentials rotate NOTHING --verbose (broken)"), ("said", "rotated: "),
                ("said", "engine: POST"),
                ("inspected", "POSTGRES_PASSWORD_FILE"), ("logged", "ALTER ROLE"), ("happened", "exec_create"),
                ("processes", "psql -X"),
            ] {
                #expect(try project.shell("grep -aqF -- '\(word)' ../\(place)").code == 0, "\(place): \(word)")
            }
            let found = try project.shell(
                "grep -anFf ../needles ../said ../inspected ../logged ../happened ../processes | cut -c1-300")
            #expect(found.output == "")
            // Files: only those that nobody else may read.
            let open = try project.shell(
                "find . .. -type f ! -perm 0600 ! -path '../run.*' -exec grep -alFf ../needles {} + | grep -vE '^../(needles|words)$'"
            )
            #expect(open.output == "")
            let own = ".env .sfm-dev/credentials/tls.env .sfm-dev/tls/redis.key"
            #expect(try project.done("grep -alFf ../needles \(own)").lines.count == 3)
        }
    }
}

extension TestProject {
    /// Runs it with a list of commands in a file beside the project.
    @discardableResult
    fileprivate func done(_ script: String, commands: [String]) throws -> Shell.Outcome {
        try write(commands.joined(separator: "\n") + "\n", to: "../commands")
        return try done(script)
    }
}
