import Diagnostics
import Profiles

@testable import Kubernetes

/// A project with a value of each kind that a cluster is given.
enum Shop {
    static let directory = "/home/ada/shop"

    static let profile = """
        profile: local
        project: shop
        services: [postgres, kafka]
        credentials:
          TOKEN: {default: dev-token}
          DB_PASSWORD: {generate: 24}
        variables:
          TOKEN: {credential: TOKEN, surfaces: [api, cli]}
          POSTGRES_URL:
            url:
              scheme: postgresql
              user: ada
              password: DB_PASSWORD
              service: postgres
              path: /shop
              query:
                sslmode: verify-full
                sslrootcert: {file: {host: certs/ca.pem, network: /etc/tls/ca.pem}}
                sslkey: {file: {host: certs/client.key, network: /etc/tls/client.key}}
          REDIS_URL: {value: "redis://cache.example:6379/0", surfaces: [api, consumer], rivals: [REDIS_HOST, REDIS_DB]}
          KAFKA_BOOTSTRAP_SERVERS: {address: kafka, surfaces: [consumer]}
          CA: {file: {host: certs/ca.pem, network: /etc/tls/ca.pem}, surfaces: [consumer]}
        """

    static let postgres = """
        image: postgres:15
        environment: {POSTGRES_PASSWORD_FILE: /run/secrets/password, NOTE: "$$(date) costs $$5"}
        secrets: [{source: DB_PASSWORD, target: password, uid: "70", gid: "70", mode: 0400}]
        configs: [{source: hba, target: /etc/postgresql/pg_hba.conf}]
        ports: ["${POSTGRES_PORT:-5433}:5432"]
        volumes: ["postgres_data:/var/lib/postgresql/data"]
        healthcheck: {test: [CMD, pg_isready], interval: 5s, timeout: 3s, retries: 12, start_period: 30s}
        stop_grace_period: 1m30s
        x-sfm-dev:
          endpoint: 5432
          volumes: [postgres_data]
          configs: {hba: {content: "hostssl all all all scram-sha-256\\n"}}
        """

    static let kafka = """
        image: kafka:3
        entrypoint: [sh, -c, 'echo $$HOME; exec "$$@"', sh]
        command: [run]
        ports: ["9094:9092"]
        tmpfs: ["/scratch:size=64m"]
        read_only: true
        user: "1000:1000"
        cap_drop: [ALL]
        mem_limit: 512m
        x-sfm-dev: {endpoint: 9092, ready_within: 100s}
        """

    static let settings = """
        namespace: shop
        secret: shop-secrets
        deployments: [api, consumer]
        health: {service: api, port: 9595, paths: [/healthz]}
        external_secret:
          store: {name: vault}
          mount: kv
          path: team/shop
          properties: {POSTGRES_URL: dsn}
        """

    static let authority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    static let key = "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n"

    static let contents = [
        "\(directory)/certs/ca.pem": Array(authority.utf8), "\(directory)/certs/client.key": Array(key.utf8),
    ]

    static func plan(_ changes: [String: String] = [:]) throws -> ResolvedPlan {
        var texts = [
            "profiles/local.yaml": profile, "compose/postgres.yaml": postgres, "compose/kafka.yaml": kafka,
        ]
        texts.merge(changes) { $1 }
        var input = ResolverInput(profile: "local", files: texts.mapValues { Array($0.utf8) }, directory: directory)
        if texts["config.yaml"] != nil { input.overridesPath = "config.yaml" }
        input.store = ["DB_PASSWORD": .init("pa:ss word", source: .generated)]
        return try Resolver(input).resolve().plan
    }

    static func values(_ plan: ResolvedPlan, surfaces: Set<Surface> = Set(Surface.allCases)) throws -> ClusterValues {
        try ClusterValues.of(plan, surfaces: surfaces, contents: contents)
    }

    static func settings(_ text: String = settings) throws -> ClusterSettings {
        try ClusterSettings.read(Array(text.utf8), project: "shop")
    }

    /// Exit code and the whole text that the user sees.
    static func refusal(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "accepted"
        } catch let failure as Failure {
            return "exit \(failure.exitCode.rawValue)\n" + failure.diagnostics.map { $0.rendered() }.joined()
        } catch {
            return "\(error)"
        }
    }
}
