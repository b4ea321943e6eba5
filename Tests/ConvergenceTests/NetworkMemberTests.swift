import Engine
import StubEngine
import Testing

@testable import Convergence

/// Who is on a network of others.
struct NetworkMemberTests {
    private static let containers = """
        [{"Id": "b", "Names": ["/team-postgres-1"], "State": "running",
          "Labels": {"com.docker.compose.service": "postgres", "com.docker.compose.project": "team"},
          "Ports": [{"IP": "127.0.0.1", "PrivatePort": 5432, "PublicPort": 5434, "Type": "tcp"}]},
         {"Id": "a", "Names": ["/psql"], "State": "paused",
          "Labels": {"com.docker.compose.service": "postgres", "com.docker.compose.oneoff": "True"}},
         {"Id": "gone", "Names": ["/old"], "State": "exited"}]
        """

    private static func answer(_ request: StubRequest) -> StubAnswer? {
        switch request.path {
        case "/networks/team": return .json(#"{"Id": "1", "Name": "team"}"#)
        case "/containers/json": return .json(containers)
        case "/containers/gone/json", "/networks/none": return .error(404, "no such thing")
        case "/containers/a/json", "/containers/b/json":
            let id = request.path.split(separator: "/")[1]
            return .json(
                """
                {"Id": "\(id)", "State": {}, "Config": {}, "NetworkSettings": {"Networks": {
                 "team": {"Aliases": ["alias-\(id)"]}, "other": {"Aliases": ["elsewhere"]}}}}
                """)
        default: return nil
        }
    }

    @Test func `names are aliases on that network, services of compose and the containers' own`() async throws {
        let run = try StubRun(Self.answer)
        let engine = EngineClient(address: EngineAddress(socketPath: run.server.socketPath, origin: "test"))
        let found = try await NetworkMember.look(at: ["team", "none"], engine)
        #expect(found["none"] == .some(nil))
        let port = PublishedPort(ip: "127.0.0.1", privatePort: 5432, publicPort: 5434)
        #expect(
            found["team"] == [
                NetworkMember(network: "team", container: "old", names: ["old"], state: .exited),
                // A command that somebody runs beside a service is not the service.
                NetworkMember(network: "team", container: "psql", names: ["psql", "alias-a"], state: .paused),
                NetworkMember(
                    network: "team", container: "team-postgres-1", project: "team",
                    names: ["team-postgres-1", "postgres", "alias-b"], ports: [port]),
            ])
    }
}
