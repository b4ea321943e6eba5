import Engine
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The engine that `SFM_DEV_TEST_ENGINE=unix://…` names, for what only a real one can answer.
enum TestEngine {
    static var url: String? { getenv("SFM_DEV_TEST_ENGINE").map { String(cString: $0) } }
    static var isThere: Bool { url != nil }

    static func client(_ recorder: (@Sendable (EngineRequest) -> Void)? = nil) throws -> EngineClient {
        let url = try #require(Self.url)
        let address = try EngineAddress.find(environment: ["DOCKER_HOST": url], home: nil)
        return EngineClient(address: address, recorder: recorder)
    }
}
