import Diagnostics
import Profiles
import Templates
import Testing

/// The profile 'tls' of this repository, with credentials that are known.
struct TLSProfileTests {
    private static func plan(
        _ change: (inout ResolverInput) -> Void = { _ in }
    ) throws -> ResolvedPlan {
        var input = try OwnFiles.input("tls")
        change(&input)
        for (name, _) in try Resolver(input).missingCredentials() {
            input.store[name] = .init("\(name.prefix(5))/#1", source: .generated)
        }
        return try Resolver(input).resolve().plan
    }

    private static let ca = "/home/ada/sfm/.sfm-dev/tls/ca.pem"
    private static let inside = "/run/secrets/sfm-dev-tls"
    private static let encoded = "%2Fhome%2Fada%2Fsfm%2F.sfm-dev%2Ftls%2F"

    @Test func `its variables have clients verify, by this machine's paths`() throws {
        #expect(
            try Self.plan().variables.map { "\($0.name)=\($0.host.reveal())" } == [
                "SOMA_API_TOKEN=SOMA_/#1",
                "POSTGRES_URL=postgresql://postgres:POSTG%2F%231@localhost:5433/somamemory?sslmode=verify-full"
                    + "&sslrootcert=\(Self.encoded)ca.pem&sslcert=\(Self.encoded)client.pem"
                    + "&sslkey=\(Self.encoded)client.key",
                "REDIS_URL=rediss://default:REDIS%2F%231@localhost:6379/0",
                "QDRANT_URL=https://localhost:6333",
                "KAFKA_BOOTSTRAP_SERVERS=localhost:19092",
                "QDRANT_API_KEY=QDRAN/#1",
                "KAFKA_SECURITY_PROTOCOL=SASL_SSL",
                "KAFKA_SASL_MECHANISM=SCRAM-SHA-512",
                "KAFKA_SASL_USERNAME=sfm",
                "KAFKA_SASL_PASSWORD=KAFKA/#1",
                "POSTGRES_SSL_MODE=verify-full",
                "POSTGRES_SSL_ROOT_CERT=\(Self.ca)",
                "POSTGRES_SSL_CERT=/home/ada/sfm/.sfm-dev/tls/client.pem",
                "POSTGRES_SSL_KEY=/home/ada/sfm/.sfm-dev/tls/client.key",
                "REDIS_TLS_CA_PATH=\(Self.ca)",
                "QDRANT_TLS=true",
                "QDRANT_TLS_CA_PATH=\(Self.ca)",
                "QDRANT_TLS_CERT=\(Self.ca)",
                "KAFKA_SSL_CA_LOCATION=\(Self.ca)",
            ])
    }

    @Test func `containers are told the paths of what they mount`() throws {
        let plan = try Self.plan()
        let mounted = try #require(plan.service("api")).definition.secrets.map(\.target)
        let paths = plan.variables.map { $0.network.reveal() }.filter { $0.hasPrefix("/") }
        #expect(
            Set(paths) == ["ca.pem", "client.pem", "client.key"].reduce(into: []) { $0.insert("\(Self.inside)/\($1)") })
        for path in paths { #expect(mounted.contains(path), "\(path)") }
        let url = try #require(plan.variables.first { $0.name == "POSTGRES_URL" }).network.reveal()
        #expect(
            url.hasSuffix(
                "@postgres:5432/somamemory?sslmode=verify-full&sslrootcert=%2Frun%2Fsecrets%2Fsfm-dev-tls%2Fca.pem"
                    + "&sslcert=%2Frun%2Fsecrets%2Fsfm-dev-tls%2Fclient.pem"
                    + "&sslkey=%2Frun%2Fsecrets%2Fsfm-dev-tls%2Fclient.key"))
    }

    @Test func `keys belong to the users of the official images, and to nobody else`() throws {
        let plan = try Self.plan()
        let keys = plan.services.flatMap { service in
            service.definition.secrets.filter { $0.source.contains("tls") }.map {
                "\(service.name) \($0.source) \($0.uid):\($0.gid) \(String($0.mode, radix: 8))"
            }
        }
        #expect(
            keys.filter { $0.hasSuffix(" 400") } == [
                "api tls_client_key 0:0 400", "consumer tls_client_key 0:0 400",
                "kafka kafka_tls_bundle 1000:1000 400", "postgres postgres_tls_key 70:70 400",
                "qdrant qdrant_tls_key 0:0 400", "redis redis_tls_key 999:1000 400",
            ])
        #expect(
            plan.certificates.map { "\($0.name): \($0.names)" } == [
                #"kafka: ["kafka", "sfm-kafka-1"]"#, #"postgres: ["postgres", "sfm-postgres-1"]"#,
                #"qdrant: ["qdrant", "sfm-qdrant-1"]"#, #"redis: ["redis", "sfm-redis-1"]"#, "client: []",
            ])
    }

    @Test func `a service that is taken out of the list goes back to what 'auth' says`() throws {
        let plan = try Self.plan { input in
            let text = String(decoding: input.files["profiles/tls.yaml"] ?? [], as: UTF8.self)
            input.files["profiles/tls.yaml"] = Array(
                text.replacing("[postgres, redis, qdrant, kafka, api, consumer]", with: "[postgres, kafka]").utf8)
        }
        func value(_ name: String) -> String? { plan.variables.first { $0.name == name }?.host.reveal() }
        #expect(value("REDIS_URL") == "redis://default:REDIS%2F%231@localhost:6379/0")
        #expect(value("QDRANT_URL") == "http://localhost:6333")
        #expect(value("QDRANT_TLS") == nil && value("REDIS_TLS_CA_PATH") == nil)
        #expect(value("KAFKA_SECURITY_PROTOCOL") == "SASL_SSL")
        #expect(plan.certificates.map(\.name) == ["kafka", "postgres", "client"])
        #expect(plan.services.filter(\.speaksTLS).map(\.name) == ["kafka", "postgres"])
    }

    @Test func `texts are supplied to what names them, and the keys are hidden`() throws {
        var plan = try Self.plan()
        let names = plan.certificates.map(\.name)
        let leaves = names.map { ($0, CertificateTexts.Leaf(certificate: "C \($0)\n", key: Secret("-\nK \($0)\n-\n"))) }
        plan.supply(CertificateTexts(authority: "CA\n", leaves: Dictionary(uniqueKeysWithValues: leaves)))
        func text(_ name: String) -> Secret? { plan.secrets.first { $0.name == name }?.value }
        #expect(text("redis_tls_certificate") == Secret("C redis\n", isSecret: false))
        #expect(text("redis_tls_key")?.reveal() == "-\nK redis\n-\n")
        #expect(text("kafka_tls_bundle")?.reveal() == "-\nK kafka\n-\nC kafka\n")
        #expect(text("tls_authority") == Secret("CA\n", isSecret: false))
        #expect(text("tls_client_key")?.reveal() == "-\nK client\n-\n")
        let hidden = Set(plan.secretValues.map { $0.reveal() })
        #expect(hidden.isSuperset(of: names.map { "K \($0)" }))
        #expect(!hidden.contains("C redis\n"))
        #expect(plan.service("redis")?.authority == "CA\n" && plan.service("api")?.authority == nil)
    }
}
