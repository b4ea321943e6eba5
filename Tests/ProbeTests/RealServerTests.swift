import Convergence
import Diagnostics
import Engine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

private let engineURL = getenv("SFM_DEV_TEST_ENGINE").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }

/// Against the stand-in images, on the engine that `SFM_DEV_TEST_ENGINE` names.
@Suite(.enabled(if: engineURL != nil), .serialized, .timeLimit(.minutes(2)))
struct RealServerTests {
    @Test func `Postgres is ready with its password, and refuses another`() async throws {
        try await withContainer("postgres", 5432, ["POSTGRES_PASSWORD=hunter22"]) { address in
            func target(_ password: String, _ database: String = "postgres") -> ProbeTarget {
                .postgres(user: "postgres", password: Secret(password), database: database)
            }
            let facts = try await whenReady(target("hunter22"), address)
            #expect(facts.version?.hasPrefix("15.") == true)
            #expect(facts.systemIdentifier.flatMap { UInt64($0) } != nil)
            #expect(
                await once(target("wrong"), address)
                    == .refused(.unknownRoleOrPassword, "password authentication failed for user \"postgres\""))
            #expect(
                await once(target("hunter22", "none"), address)
                    == .refused(.databaseMissing, "database \"none\" does not exist"))
        }
    }

    @Test func `Postgres takes a verifier in the password's place`() async throws {
        let verifier = ScramVerifier(Secret("hunter22")).text.reveal()
        try await withContainer("postgres", 5432, ["POSTGRES_PASSWORD=\(verifier)"]) { address in
            let target = ProbeTarget.postgres(user: "postgres", password: Secret("hunter22"), database: "postgres")
            let facts = try await whenReady(target, address)
            #expect(facts.systemIdentifier != nil)
        }
    }

    @Test func `Redis is ready with its password, and refuses another`() async throws {
        try await withContainer("redis", 6379, [], ["redis-server", "--requirepass", "hunter22"]) { address in
            let facts = try await whenReady(.redis(user: nil, password: Secret("hunter22")), address)
            #expect(facts.version?.hasPrefix("7.") == true)
            #expect(
                await once(.redis(user: nil, password: Secret("wrong")), address)
                    == .refused(.wrongPassword, "WRONGPASS invalid username-password pair or user is disabled."))
            #expect(
                await once(.redis(user: nil, password: nil), address)
                    == .refused(.wrongPassword, "NOAUTH Authentication required."))
        }
    }

    @Test func `Qdrant is ready with its key, and refuses another`() async throws {
        try await withContainer("qdrant", 6333, ["QDRANT__SERVICE__API_KEY=hunter22"]) { address in
            func target(_ key: String) -> ProbeTarget {
                .http(path: "/collections", headers: [("api-key", Secret(key))])
            }
            _ = try await whenReady(target("hunter22"), address)
            guard case .refused(.wrongPassword, let sentence) = await once(target("wrong"), address) else {
                Issue.record("another key was not refused")
                return
            }
            #expect(sentence.hasPrefix("HTTP 40"))
        }
    }

    @Test func `Kafka is ready and tells what its listener advertises`() async throws {
        let settings = [
            "CLUSTER_ID=MkU3OEVBNTcwNTJENDM2Qk", "KAFKA_NODE_ID=1", "KAFKA_PROCESS_ROLES=broker,controller",
            "KAFKA_LISTENERS=PLAINTEXT://:9092,CONTROLLER://:9093,OUTSIDE://:19092",
            "KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://kafka:9092,OUTSIDE://localhost:19099",
            "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER", "KAFKA_CONTROLLER_QUORUM_VOTERS=1@localhost:9093",
            "KAFKA_INTER_BROKER_LISTENER_NAME=PLAINTEXT",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:PLAINTEXT",
        ]
        try await withContainer("kafka", 19092, settings) { address in
            let facts = try await whenReady(.kafka(nil), address)
            #expect(facts.brokers == [ProbeAddress(host: "localhost", port: 19099)])
            #expect(await once(.tcp, address) == .ready(ProbeFacts()))
            let login = KafkaLogin(user: "sfm", password: Secret("hunter22"))
            #expect(
                await once(.kafka(login), address)
                    == .refused(.other, "asks for no login: the listener takes anybody"))
        }
    }

    @Test func `Kafka behind a login refuses who has no user there, in its own words`() async throws {
        let module = "SASL_JAAS_CONFIG=org.apache.kafka.common.security.scram.ScramLoginModule required;"
        let settings = [
            "CLUSTER_ID=MkU3OEVBNTcwNTJENDM2Qk", "KAFKA_NODE_ID=1", "KAFKA_PROCESS_ROLES=broker,controller",
            "KAFKA_LISTENERS=LOCAL://127.0.0.1:29092,CONTROLLER://:9093,OUTSIDE://:19092",
            "KAFKA_ADVERTISED_LISTENERS=LOCAL://127.0.0.1:29092,OUTSIDE://localhost:19099",
            "KAFKA_CONTROLLER_LISTENER_NAMES=CONTROLLER", "KAFKA_CONTROLLER_QUORUM_VOTERS=1@localhost:9093",
            "KAFKA_INTER_BROKER_LISTENER_NAME=LOCAL", "KAFKA_SASL_ENABLED_MECHANISMS=SCRAM-SHA-512",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP=LOCAL:PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:SASL_PLAINTEXT",
            "KAFKA_LISTENER_NAME_OUTSIDE_SCRAM___SHA___512_\(module)",
        ]
        try await withContainer("kafka", 19092, settings) { address in
            let target = ProbeTarget.kafka(KafkaLogin(user: "sfm", password: Secret("hunter22")))
            var answer = await once(target, address)
            while answer.isEarly {
                try Task.checkCancellation()
                answer = await once(target, address)
            }
            let sentence = "Authentication failed during authentication due to invalid credentials with SASL mechanism "
            #expect(answer == .refused(.unknownRoleOrPassword, sentence + "SCRAM-SHA-512"))
            guard case .refused(.other, let words) = await once(.kafka(nil), address) else {
                Issue.record("nobody was let in")
                return
            }
            #expect(words.hasSuffix("when asked for its brokers: the listener may want a login"))
        }
    }

    private func once(_ target: ProbeTarget, _ address: ProbeAddress) async -> ProbeAnswer {
        await probe(target, at: address, deadline: .seconds(30))
    }

    /// Asks until the service has come up; the suite's time limit ends it where it never does.
    private func whenReady(_ target: ProbeTarget, _ address: ProbeAddress) async throws -> ProbeFacts {
        while true {
            try Task.checkCancellation()
            let answer = await once(target, address)
            if case .ready(let facts) = answer { return facts }
            guard answer.isEarly else { throw NotReady(answer: answer) }
        }
    }
}

extension ProbeAnswer {
    /// The service has not come up yet.
    fileprivate var isEarly: Bool {
        switch self {
        case .silent, .unreachable, .refused(.notYet, _): true
        case .ready, .refused: false
        }
    }
}

private struct NotReady: Error { let answer: ProbeAnswer }

/// A container of a stand-in image with one published port, removed afterwards.
private func withContainer(
    _ service: String, _ port: Int, _ environment: [String], _ command: [String]? = nil,
    _ body: (ProbeAddress) async throws -> Void
) async throws {
    let client = EngineClient(address: try EngineAddress.find(environment: ["DOCKER_HOST": engineURL ?? ""], home: nil))
    var spec = ContainerSpec(image: "sfm-dev/stand-in-\(service):1")
    spec.environment = environment
    spec.command = command
    spec.exposedPorts = ["\(port)/tcp"]
    spec.host.portBindings["\(port)/tcp"] = [PortBinding(hostIP: "127.0.0.1", hostPort: "")]
    let name = "probe-tests-\(getpid())-\(service)"
    let id = try await client.createContainer(name: name, platform: nil, spec: spec).id
    let result: Result<Void, any Error>
    do {
        try await client.startContainer(id)
        let published = try await client.inspectContainer(id).ports.first { $0.privatePort == port }?.publicPort
        let number = try #require(published.flatMap(UInt16.init(exactly:)))
        result = .success(try await body(ProbeAddress(host: "127.0.0.1", port: number)))
    } catch {
        result = .failure(error)
    }
    try await client.removeContainer(id, force: true, volumes: true)
    try result.get()
}
