import Engine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The engine that `SFM_DEV_TEST_ENGINE` names, for tests that only a real one can answer.
enum RealEngine {
    static let url = environment("SFM_DEV_TEST_ENGINE")
    static let isThere = url != nil
    /// Any image with a shell.
    static let image = environment("SFM_DEV_TEST_IMAGE") ?? "sfm-dev/stand-in-redis:1"

    static func client(recorder: (@Sendable (EngineRequest) -> Void)? = nil) throws -> EngineClient {
        let address = try EngineAddress.find(environment: ["DOCKER_HOST": url ?? ""], home: nil)
        return EngineClient(address: address, recorder: recorder)
    }

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A name that no other run uses at the same time.
    static func name(_ part: String) -> String { "engine-tests-\(getpid())-\(part)" }

    /// A container that runs a shell script, removed afterwards.
    @discardableResult
    static func withContainer<Value>(
        _ part: String, script: String = "sleep 1000", tty: Bool = false,
        _ body: (EngineClient, String) async throws -> Value
    ) async throws -> Value {
        let client = try client()
        var spec = ContainerSpec(image: image)
        spec.entrypoint = ["/bin/sh", "-c"]
        spec.command = [script]
        spec.stopTimeout = 0
        spec.tty = tty
        let created = try await client.createContainer(name: name(part), platform: nil, spec: spec)
        let result: Result<Value, any Error>
        do { result = .success(try await body(client, created.id)) } catch { result = .failure(error) }
        try await client.removeContainer(created.id, force: true, volumes: true)
        return try result.get()
    }
}

@Suite struct RealEngineIsGiven {
    @Test func `CI runs the tests that need a real engine`() {
        #expect(RealEngine.isThere || RealEngine.environment("CI") != "true", "set SFM_DEV_TEST_ENGINE=unix://…")
    }
}
