import Diagnostics
import Profiles
import Templates
import Testing

/// The profile 'auth' of this repository, with credentials that are known.
struct AuthProfileTests {
    private static func plan() throws -> ResolvedPlan {
        var input = try OwnFiles.input("auth")
        // What the broker is told is not looked at here.
        input.files["compose/kafka.auth.yaml"] = Array("x-sfm-dev: {ready_within: 120s}\n".utf8)
        let names = try Resolver(input).missingCredentials().map(\.name)
        #expect(
            names == ["SOMA_API_TOKEN", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "QDRANT_API_KEY", "KAFKA_SASL_PASSWORD"])
        for name in names { input.store[name] = .init("\(name.prefix(5))/#1", source: .generated) }
        return try Resolver(input).resolve().plan
    }

    @Test func `its variables are those of 'local', with logins, and those that logins need`() throws {
        let plan = try Self.plan()
        #expect(plan.project == "sfm")
        #expect(
            plan.variables.map { "\($0.name)=\($0.host.reveal())" } == [
                "SOMA_API_TOKEN=SOMA_/#1",
                "POSTGRES_URL=postgresql://postgres:POSTG%2F%231@localhost:5433/somamemory",
                "REDIS_URL=redis://default:REDIS%2F%231@localhost:6379/0",
                "QDRANT_URL=http://localhost:6333",
                "KAFKA_BOOTSTRAP_SERVERS=localhost:19092",
                "QDRANT_API_KEY=QDRAN/#1",
                "KAFKA_SECURITY_PROTOCOL=SASL_PLAINTEXT",
                "KAFKA_SASL_MECHANISM=SCRAM-SHA-512",
                "KAFKA_SASL_USERNAME=sfm",
                "KAFKA_SASL_PASSWORD=KAFKA/#1",
            ])
        #expect(plan.variables.first { $0.name == "REDIS_URL" }?.rivals == ["REDIS_HOST", "REDIS_PORT", "REDIS_DB"])
    }

    @Test func `Redis and Qdrant are ready by their logins, and mount what they want as files`() throws {
        let plan = try Self.plan()
        let redis = try #require(plan.service("redis"))
        guard case .redis(nil, let password?) = redis.ready else { throw Wrong() }
        #expect(password.reveal() == "REDIS/#1")
        #expect(redis.definition.secrets.map { "\($0.source) \($0.uid) \($0.mode)" } == ["redis_password 0 256"])
        let qdrant = try #require(plan.service("qdrant"))
        guard case .http("/collections", let headers) = qdrant.ready else { throw Wrong() }
        #expect(headers.map { "\($0.name) \($0.value.reveal())" } == ["api-key QDRAN/#1"])
        #expect(qdrant.definition.secrets.map { "\($0.source) \($0.uid) \($0.mode)" } == ["qdrant_api_key 0 256"])
        // On the volumes of 'local', over its ports.
        let local = try Resolver(OwnFiles.input("local")).resolve().plan
        #expect(plan.volumes.map(\.name) == local.volumes.map(\.name))
        for service in local.services {
            let own = try #require(plan.service(service.name))
            #expect(own.hostPort?.published == service.hostPort?.published)
            #expect(own.definition.mounts.map(\.target) == service.definition.mounts.map(\.target))
            #expect(own.definition.image == service.definition.image)
        }
    }

    @Test func `no secret stands where everybody may look`() throws {
        for service in try Self.plan().services {
            let shown = "\(service.definition)"
            #expect(!shown.contains("/#1"), "\(service.name)")
        }
    }

    private struct Wrong: Error {}
}
