import Engine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The engine that tests may use; `SFM_DEV_TEST_ENGINE=unix:///path`.
enum TestEngine {
    static var address: String? { getenv("SFM_DEV_TEST_ENGINE").map { String(cString: $0) } }

    static func client(_ recorder: (@Sendable (EngineRequest) -> Void)? = nil) throws -> EngineClient {
        let address = try #require(Self.address)
        return EngineClient(address: try .find(environment: ["DOCKER_HOST": address], home: nil), recorder: recorder)
    }
}
