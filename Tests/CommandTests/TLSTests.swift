import Testing

extension CommandTests {
    /// The profile `tls`, seen by real clients.
    @Suite(.enabled(if: TestProject.hasClients, "SFM_DEV_TEST_ENGINE or SFM_DEV_TEST_PYTHON is not set"))
    struct TLSTests {
        private static let clients = "$TEST_PYTHON -W ignore '\(TestProject.folder)/tls_clients.py'"
        private static func client(_ word: String) -> String { "(eval $(sfm-dev env) && \(clients) \(word))" }

        /// A CA that signed nothing here, and the addresses of the containers, which no certificate covers.
        private static func strangers(_ project: TestProject) throws -> String {
            try project.done(
                """
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -days 1 \
                    -subj /CN=stranger -out stranger.pem 2> /dev/null
                for pair in postgres:5432 redis:6379 qdrant:6333 kafka:9092; do
                    name=${pair%:*}
                    address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' \
                        \(project.name)-$name-1)
                    echo "export ADDRESS_$(echo $name | tr a-z A-Z)=$address:${pair#*:}"
                done > addresses
                """)
            return ". ./addresses && export WRONG_AUTHORITY=$PWD/stranger.pem"
        }

        private static let wrongs = ["plain", "authority", "password", "host"]

        @Test func `clients get in with what env exports, and with nothing less`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up --profile tls && \(Self.client("write"))")
                let strange = try Self.strangers(project)
                for wrong in Self.wrongs {
                    try project.done("\(strange) && \(Self.client("refused \(wrong)"))")
                }
                // The server refuses a certificate of another CA: the one that people keep for other servers stays at home.
                try project.done(
                    """
                    mkdir -p home/.postgresql && cp stranger.pem home/.postgresql/postgresql.crt
                    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out home/.postgresql/postgresql.key
                    export HOME=$PWD/home && \(Self.client("client"))
                    """)
                let said = try project.done(
                    """
                    eval $(sfm-dev env)
                    psql "$POSTGRES_URL" -Atc 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
                    redis-cli -u "$REDIS_URL" --no-auth-warning --cacert "$REDIS_TLS_CA_PATH" PING
                    curl -sf --cacert "$QDRANT_TLS_CA_PATH" -H "api-key: $QDRANT_API_KEY" "$QDRANT_URL/collections" |
                        jq -r .status
                    curl -s --cacert stranger.pem "$QDRANT_URL/collections"; echo $?
                    """)
                #expect(said.lines == ["t", "PONG", "ok", "60"])
                let up = try project.done("sfm-dev up")
                #expect(up.errors.contains("4 services ready, profile 'tls': nothing to do"), "\(up.errors)")
            }
        }

        @Test func `only the service whose certificate is renewed gets a new container`() throws {
            try TestProject.with { project in
                let ids = "docker ps --no-trunc --format '{{.Names}} {{.ID}}' --filter name=\(project.name) | sort"
                try project.done("sfm-dev up --profile tls")
                let before = try project.done(ids).lines
                let names = "redis \(project.name)-redis-1 localhost host.docker.internal"
                try project.done(
                    """
                    cd .sfm-dev/tls && $TEST_PYTHON '\(TestProject.folder)/certificates.py' make \
                        redis.pem ca.pem ca.key redis.key -300 90 \(names)
                    """)
                let plan = try project.done("sfm-dev plan")
                #expect(
                    plan.output
                        == "redis  recreate  secret redis_tls_certificate changed, secret redis_tls_key changed\n")
                let up = try project.done("sfm-dev up")
                #expect(up.errors.contains("note: '.sfm-dev/tls/redis.pem' runs out on "), "\(up.errors)")
                let kept = Set(before).intersection(try project.done(ids).lines)
                #expect(kept.count == 3 && !kept.contains { $0.contains("-redis-1 ") })
                #expect(try project.done("sfm-dev up").errors.contains("nothing to do"))
            }
        }

        @Test func `what no login could prove is not rotated`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up --profile tls && sfm-dev certificates renew --authority")
                let before = try project.done("cat .env .sfm-dev/credentials/tls.env").output
                let rotated = try project.shell("sfm-dev credentials rotate REDIS_PASSWORD POSTGRES_PASSWORD")
                #expect(rotated.code == 1)
                #expect(
                    rotated.errors.contains("'postgres' shows a certificate that is not trusted"), "\(rotated.errors)")
                #expect(rotated.errors.contains("note: POSTGRES_PASSWORD, REDIS_PASSWORD: nothing was changed\n"))
                #expect(try project.done("cat .env .sfm-dev/credentials/tls.env").output == before)
                let up = try project.done("sfm-dev up")
                #expect(!up.errors.contains(/(postgres|redis) +repair/), "\(up.errors)")
                try project.done("sfm-dev credentials rotate REDIS_PASSWORD POSTGRES_PASSWORD")
            }
        }

        @Test func `OpenSSL accepts every certificate, in a file and over the port`() throws {
            try TestProject.with { project in
                try project.done("sfm-dev up --profile tls")
                let verify = "openssl verify -x509_strict -CAfile .sfm-dev/tls/ca.pem"
                for name in TestProject.services {
                    try project.done("\(verify) -purpose sslserver -verify_hostname \(name) .sfm-dev/tls/\(name).pem")
                    try project.done("\(verify) -purpose sslserver -verify_ip ::1 .sfm-dev/tls/\(name).pem")
                    #expect(try project.shell("\(verify) -purpose sslclient .sfm-dev/tls/\(name).pem").code != 0)
                }
                try project.done("\(verify) -purpose sslclient .sfm-dev/tls/client.pem")
                for (port, option) in zip(project.ports, ["-starttls postgres", "", "", ""]) {
                    let answer = try project.done(
                        """
                        openssl s_client -connect localhost:\(port) \(option) -CAfile .sfm-dev/tls/ca.pem \
                            -verify_hostname localhost -verify_return_error -x509_strict < /dev/null 2>&1
                        """)
                    #expect(answer.output.contains("Verify return code: 0 (ok)"))
                }
                // What needs no certificate of ours goes on beside a bad one.
                let down = try project.done(
                    """
                    truncate -s 300 .sfm-dev/tls/redis.pem && rm .sfm-dev/tls/kafka.pem
                    sfm-dev status | grep -c ' yes ' && sfm-dev logs -n 1 redis > /dev/null
                    sfm-dev exec redis -- true && sfm-dev stop redis && sfm-dev start redis && sfm-dev restart qdrant
                    """)
                #expect(down.lines == ["4"])
                let doctor = try project.shell("sfm-dev doctor")
                #expect(doctor.output.contains("fail  certificates  '.sfm-dev/tls/redis.pem' is no certificate"))
                #expect(!doctor.output.contains("nothing stands in its way"))
                let up = try project.shell("sfm-dev up")
                #expect(up.code == 65 && up.errors.contains("kafka.pem' is not there"), "\(up.errors)")
                // Without a CA nobody can be believed, and no password is sent.
                let blind = try project.shell("rm .sfm-dev/tls/ca.pem && sfm-dev status redis")
                #expect(blind.code == 0 && blind.output.contains("CA of this checkout is not there"), "\(blind.output)")
                let start = try project.shell("sfm-dev stop redis && sfm-dev start redis")
                #expect(start.code == 1)
                #expect(
                    start.errors.contains(
                        "error: 'redis' cannot be verified\nnote: the CA of this checkout is not there\n"))
                #expect(start.errors.contains("hint: sfm-dev certificates show\n"), "\(start.errors)")
                try project.done("sfm-dev down")
            }
        }

        @Test func `a container on the network gets in too, and hears what SFM cannot use`() throws {
            try TestProject.with { project in
                try project.write(
                    """
                    services:
                      api:
                        volumes: ["${SITE}:/opt/site:ro", "\(TestProject.folder):/opt/tests:ro", ".:/opt/project:ro"]

                    """, to: "docker-compose.override.yml")
                let up = try project.done(
                    """
                    export SFM_DEV_SITE=$($TEST_PYTHON -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
                    sfm-dev up --profile tls --with api && \(Self.client("write"))
                    """)
                #expect(
                    up.errors.contains(
                        """
                        sfm-dev: warning: 'api': SFM of 2025-10 takes host, port and database from REDIS_URL, neither its \
                        password nor 'rediss'; Redis refuses it

                        """), "\(up.errors)")
                let strange = try Self.strangers(project)
                let words = ["works"] + Self.wrongs.map { "refused \($0)" }
                for word in words {
                    let script = """
                        set -a; . /run/secrets/sfm-dev.env; cd /opt/project; \(strange); set +a
                        PYTHONPATH=/opt/site PYTHONDONTWRITEBYTECODE=1 python3 -W ignore /opt/tests/tls_clients.py \(word)
                        """
                    try project.done("docker exec -i \(project.name)-api-1 sh -ec '\(script)'")
                }
            }
        }

        @Test func `there and back the data stays, and the same shell is right at once`() throws {
            try TestProject.with { project in
                let plain = "$TEST_PYTHON -W ignore '\(TestProject.folder)/clients.py'"
                let said = try project.done(
                    """
                    sfm-dev up 2> /dev/null && eval $(sfm-dev env) && \(plain) write && unset REDIS_TLS_CA_PATH
                    sfm-dev switch tls 2> /dev/null && eval $(sfm-dev env)
                    psql "$POSTGRES_URL" -Atc 'SELECT text FROM memory'
                    redis-cli -u "$REDIS_URL" --no-auth-warning --cacert "$REDIS_TLS_CA_PATH" GET memory
                    curl -sf --cacert "$QDRANT_TLS_CA_PATH" -H "api-key: $QDRANT_API_KEY" \
                        "$QDRANT_URL/collections/memory/points/1" | jq -r .result.payload.text
                    sfm-dev switch - 2> /dev/null && eval $(sfm-dev env) && \(plain) read
                    echo "$POSTGRES_URL"; env | grep -cE '^(POSTGRES_SSL_|QDRANT_TLS|KAFKA_SSL|REDIS_TLS)' || true
                    """)
                #expect(
                    said.lines == [
                        "kept", "kept", "kept",
                        "postgresql://postgres:postgres@localhost:\(project.ports[0])/somamemory", "0",
                    ])
            }
        }
    }
}
