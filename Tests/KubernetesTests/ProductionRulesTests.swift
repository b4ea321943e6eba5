import Diagnostics
import Profiles
import Testing

@testable import Kubernetes

struct ProductionRulesTests {
    private static func violations(_ texts: [String: String], credential: String? = nil) throws -> [String] {
        var values = ClusterValues()
        values.entries = texts.sorted { $0.key < $1.key }.map {
            .init(name: $0.key, value: Secret($0.value), surfaces: [.api], rivals: [], credential: credential)
        }
        return ProductionRules(values, try Shop.plan(), ownFolder: "/p/.sfm-dev").violations
            .map { "\($0.variable) \($0.message) [\($0.section)]" }
    }

    @Test(arguments: [
        "postgresql://u:p@db.example:5432/x?sslmode=require", "postgresql+psycopg2://u:p@db/x?sslmode=verify-ca",
        "postgres://db.example/x?application_name=a&sslmode=verify-full", "https://qdrant.example:6333",
        "redis://cache.example:6379/0", "text", "a b:c", "12:30 o'clock",
        "redis://u:se%3Acret@cache.example/0",
    ])
    func `these are fit for production`(text: String) throws {
        #expect(try Self.violations(["A_URL": text]) == [])
    }

    @Test(arguments: [
        ("postgresql://u:p@db/x", "has no 'sslmode': it must be 'require' or stronger [section 1]"),
        ("postgres://db/x?sslmode=prefer", "has 'sslmode=prefer': it must be 'require' or stronger [section 1]"),
        ("redis://localhost:6379/0", "names 'localhost', which in a pod is the pod itself [section 2, step 3]"),
        ("redis://u:p@127.0.0.1:6379/0", "names '127.0.0.1', which in a pod is the pod itself [section 2, step 3]"),
        ("redis://[::1]:6379/0", "names '::1', which in a pod is the pod itself [section 2, step 3]"),
        ("a.example:9092,localhost:9092", "names 'localhost', which in a pod is the pod itself [section 2, step 3]"),
        (
            "http://Host.Docker.Internal",
            "names 'Host.Docker.Internal', which in a pod is the pod itself [section 2, step 3]"
        ),
        (
            "postgresql:///x?host=localhost&sslmode=require",
            "names 'localhost', which in a pod is the pod itself [section 2, step 3]"
        ),
        ("redis://localhost.:6379", "names 'localhost.', which in a pod is the pod itself [section 2, step 3]"),
        (
            "redis://[::ffff:127.0.0.1]:6379",
            "names '::ffff:127.0.0.1', which in a pod is the pod itself [section 2, step 3]"
        ),
        ("changeme-dev-token", "holds a development value, which everybody can read [section 1]"),
        ("redis://:postgres@cache.example/0", "holds a development value, which everybody can read [section 1]"),
        ("localhost", "names 'localhost', which in a pod is the pod itself [section 2, step 3]"),
        ("127.0.0.1", "names '127.0.0.1', which in a pod is the pod itself [section 2, step 3]"),
        (
            "http://host.containers.internal:4317",
            "names 'host.containers.internal', which in a pod is the pod itself [section 2, step 3]"
        ),
    ])
    func `these are not`(text: String, message: String) throws {
        #expect(try Self.violations(["A_URL": text]) == ["A_URL " + message])
    }

    @Test func `a credential that everybody can read is no production's`() throws {
        #expect(
            try Self.violations(["TOKEN": "x"], credential: "TOKEN") == [
                "TOKEN holds a development value, which everybody can read [section 1]"
            ])
        #expect(try Self.violations(["DSN": "x"], credential: "DB_PASSWORD") == [])
    }

    @Test func `Postgres is named by a URL, whose sslmode can be seen`() throws {
        #expect(
            try Self.violations(["POSTGRES_URL": "host=db.example sslmode=disable"])
                == ["POSTGRES_URL is no URL [section 1]"])
    }

    @Test func `what this checkout's own CA made is no production's, in a URL too`() throws {
        let plan = try Shop.plan()
        let rules = ProductionRules(try Shop.values(plan), plan, ownFolder: "\(Shop.directory)/certs")
        let found = rules.violations.filter { $0.section == "section 4" }.map(\.variable)
        #expect(found == ["POSTGRES_URL", "CA"])
    }

    @Test func `what is sent to a cluster is told where everybody can read it`() throws {
        let plan = try Shop.plan()
        let rules = ProductionRules(try Shop.values(plan), plan, ownFolder: "/p/.sfm-dev")
        #expect(rules.developmentVariables == ["TOKEN"])
    }

    @Test func `Qdrant is asked over HTTPS`() throws {
        #expect(try Self.violations(["QDRANT_URL": "http://q.example"]) == ["QDRANT_URL is no HTTPS [section 1]"])
        #expect(try Self.violations(["PROXY_URL": "http://q.example"]) == [])
    }

    @Test(arguments: [
        (nil, ["goes without 'KAFKA_SECURITY_PROTOCOL': neither SASL nor TLS [section 1]"]),
        ("PLAINTEXT", ["goes with 'KAFKA_SECURITY_PROTOCOL=PLAINTEXT': neither SASL nor TLS [section 1]"]),
        ("SSL", []), ("SASL_SSL", []), ("SASL_PLAINTEXT", []),
    ])
    func `Kafka wants SASL or TLS`(mode: String?, messages: [String]) throws {
        var texts = ["KAFKA_BOOTSTRAP_SERVERS": "k.example:9092"]
        texts["KAFKA_SECURITY_PROTOCOL"] = mode
        #expect(try Self.violations(texts) == messages.map { "KAFKA_BOOTSTRAP_SERVERS " + $0 })
    }
}
