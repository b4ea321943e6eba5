import Diagnostics
import Engine
import StubEngine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

/// A network in the place of another: what is asked of the engine, and what is left where it refuses.
struct NetworkExchangeTests {
    private func changed() throws -> (World, StepGraph) {
        var world = World()
        world.options.services = ["redis"]
        world.run()
        world.observed.containers.removeAll { $0.name != "sfm-redis-1" }
        world.changeNetwork { $0.isInternal = true }
        return (world, try world.reconciler.up())
    }

    private static func member(_ request: StubRequest) -> StubAnswer? {
        guard request.method == "GET", request.path == "/containers/id-sfm-redis-1/json" else { return nil }
        return .json(
            """
            {"Id": "0123456789abcdef", "State": {}, "Config": {}, "NetworkSettings": {"Networks": {"sfm_default": \
            {"NetworkID": "id-sfm_default", "Aliases": ["redis", "cache", "0123456789ab"]}}}}
            """)
    }

    private static let moved = [
        "POST /containers/id-sfm-redis-1/stop", "GET /containers/id-sfm-redis-1/json",
        "POST /networks/id-sfm_default/disconnect", "DELETE /networks/id-sfm_default", "POST /networks/create",
    ]

    private static let join = "POST /networks/sfm_default/connect"

    @Test func `its containers leave, and join the new one under the names that they had`() async throws {
        let (world, graph) = try changed()
        let run = try StubRun(Self.member)
        try await run.run(graph, world).check()
        let start = ["update", "start"].map { "POST /containers/id-sfm-redis-1/\($0)" }
        #expect(run.server.calls == Self.moved + [Self.join] + start)
        let create = run.server.requests.first { $0.path == "/networks/create" }
        #expect(create?.text.contains(#""Internal":true"#) == true)
        let joined = run.server.requests.first { $0.path == "/networks/sfm_default/connect" }
        #expect(
            joined?.text
                == #"{"Container":"id-sfm-redis-1","EndpointConfig":{"Aliases":["redis","cache"]}}"#)
    }

    @Test func `one that cannot be made leaves the old one, and nothing starts`() async throws {
        let (world, graph) = try changed()
        let run = try StubRun { request in
            if request.path == "/networks/create", request.text.contains("Internal") {
                return .error(404, "plugin not found")
            }
            return Self.member(request)
        }
        let report = await run.run(graph, world)
        #expect(run.server.calls == Self.moved + ["POST /networks/create", Self.join])
        #expect(
            report.failures.flatMap(\.diagnostics).map { $0.rendered() } == [
                """
                sfm-dev: error: cannot recreate 'sfm_default': plugin not found
                note: one like the network that was there before is in its place

                """
            ])
        #expect(report.skipped.map(\.because) == ["network 'sfm_default' could not be created"])
    }

    @Test func `one that cannot be removed gets its containers back`() async throws {
        let (world, graph) = try changed()
        let run = try StubRun { request in
            request.method == "DELETE" ? .error(403, "network has active endpoints") : Self.member(request)
        }
        let report = await run.run(graph, world)
        #expect(run.server.calls == Self.moved.dropLast() + [Self.join])
        #expect(
            report.failures.flatMap(\.diagnostics).map { $0.rendered() } == [
                """
                sfm-dev: error: cannot recreate 'sfm_default': network has active endpoints
                hint: docker network inspect sfm_default shows what is in it

                """
            ])
    }
}
