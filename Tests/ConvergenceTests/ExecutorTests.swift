import Diagnostics
import Engine
import StubEngine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

struct ExecutorTests {
    /// Redis runs an older plan and reads a secret.
    private func changed() throws -> (World, StepGraph) {
        var world = World()
        world.run()
        world.plan.secrets = [ResolvedSecret(name: "PASSWORD", value: Secret("hidden"))]
        world.change("redis") {
            $0.definition.secrets = [
                FileMount(
                    source: "PASSWORD", target: "/run/secrets/p", uid: "999", gid: "999", mode: 0o400,
                    location: World.place)
            ]
        }
        return (world, try world.reconciler.up())
    }

    @Test func `a recreation makes the new one aside before the old one stops`() async throws {
        let (world, graph) = try changed()
        let run = try StubRun()
        let report = await run.run(graph, world)
        try report.check()
        #expect(
            run.server.calls == [
                "POST /containers/create?name=sfm-redis-1.sfm-new",
                "PUT /containers/sfm-redis-1.sfm-new/archive?path=%2F&noOverwriteDirNonDir=1",
                "GET /containers/id-sfm-redis-1/json",
                "POST /containers/id-sfm-redis-1/update",
                "POST /containers/id-sfm-redis-1/stop",
                "POST /containers/sfm-redis-1.sfm-new/start",
                "DELETE /containers/id-sfm-redis-1?force=1",
                "POST /containers/sfm-redis-1.sfm-new/rename?name=sfm-redis-1",
            ])
        #expect(run.events.take() == ["redis recreate", "redis done"])
        let update = run.server.requests.first { $0.path.hasSuffix("/update") }
        #expect(update?.text == #"{"RestartPolicy":{"Name":"no"}}"#)
    }

    @Test func `a secret goes into the archive only`() async throws {
        let (world, graph) = try changed()
        let run = try StubRun()
        await run.run(graph, world)
        let places = run.server.requests.filter { ($0.target + $0.text).contains("hidden") }.map(\.method)
        #expect(places == ["PUT"])
    }

    @Test func `the old container runs again when the new one cannot start`() async throws {
        let (world, graph) = try changed()
        let run = try StubRun { request in
            request.path == "/containers/sfm-redis-1.sfm-new/start" ? .error(500, "port is already allocated") : nil
        }
        let report = await run.run(graph, world)
        #expect(
            run.server.calls.suffix(4) == [
                "POST /containers/sfm-redis-1.sfm-new/start",
                "POST /containers/id-sfm-redis-1/update",
                "POST /containers/id-sfm-redis-1/start",
                "DELETE /containers/sfm-redis-1.sfm-new",
            ])
        let policies = run.server.requests.filter { $0.path.hasSuffix("/update") }.map(\.text)
        #expect(policies == [#"{"RestartPolicy":{"Name":"no"}}"#, #"{"RestartPolicy":{"Name":"always"}}"#])
        #expect(
            report.failures.flatMap(\.diagnostics).map { $0.rendered() } == [
                """
                compose/x.yaml:1:1: error: cannot recreate 'redis': port is already allocated
                  1 | a: b
                    | ^
                note: the container that was there before runs again
                hint: sfm-dev doctor

                """
            ])
    }

    @Test func `a failed branch lets the others finish`() async throws {
        var world = World()
        world.change("api") { $0.isEnabled = true }
        let run = try StubRun { request in
            request.target.contains("create?name=sfm-postgres-1") ? .error(409, "the name is in use") : nil
        }
        let report = await run.run(try world.reconciler.up(), world)
        #expect(report.conflicting == ["postgres"])
        #expect(report.done.map(\.name) == ["sfm_default", "sfm_postgres_data", "sfm_redis_data", "redis"])
        #expect(report.skipped.map(\.step.name) == ["api"])
        let failure = #expect(throws: Failure.self) { try report.check() }
        #expect(
            failure?.diagnostics.map { $0.rendered() } == [
                """
                sfm-dev: error: cannot create 'postgres': the name is in use
                note: api: no create, because 'postgres' is not running
                hint: docker rm that container, or set another 'project:' in config.yaml

                """
            ])
        // Made while it waited, and of no use any more.
        #expect(run.server.calls.last == "DELETE /containers/sfm-api-1?v=1")
    }

    @Test func `a container is made while it waits, and starts after it`() async throws {
        var world = World()
        world.change("api") { $0.isEnabled = true }
        let made = try StubGate()
        let run = try StubRun { request in
            if request.target.contains("create?name=sfm-api-1") { made.open() }
            return nil
        }
        let report = await run.run(try world.reconciler.up(), world) { (_) async throws(Failure) in
            await made.opened()
        }
        try report.check()
        #expect(run.server.calls.last == "POST /containers/sfm-api-1/start")
    }

    @Test func `services that wait for the same one share a wait`() async throws {
        var world = World()
        world.change("api") { $0.isEnabled = true }
        var second = try #require(world.plan.service("api"))
        second.name = "consumer"
        second.definition.image = "redis:7"
        world.plan.services.append(second)
        let run = try StubRun()
        let asked = Recorded<String>()
        try await run.run(try world.reconciler.up(), world) { (name) async throws(Failure) in asked.add(name) }.check()
        #expect(asked.take() == ["postgres"])
    }

    @Test func `what can do without another starts without it, with a warning`() async throws {
        var world = World()
        world.change("api") {
            $0.isEnabled = true
            $0.definition.dependsOn = [
                Dependency(
                    service: "redis", condition: .healthy, restart: false, required: false, location: World.place)
            ]
        }
        let run = try StubRun()
        let report = await run.run(try world.reconciler.up(), world) { (name) async throws(Failure) in
            throw Failure(.notReached, "'\(name)' does not answer")
        }
        try report.check()
        #expect(report.done.map(\.name).contains("api"))
        #expect(run.events.take().contains("sfm-dev: warning: 'redis' does not answer\n"))
    }

    @Test func `a cancelled run finishes the exchange that it began, and begins nothing more`() async throws {
        var (world, _) = try changed()
        world.change("api") {
            $0.isEnabled = true
            $0.definition.dependsOn = [
                Dependency(
                    service: "redis", condition: .started, restart: false, required: true, location: World.place)
            ]
        }
        let graph = try world.reconciler.up()
        let stopping = try StubGate()
        let goOn = try StubGate()
        let run = try StubRun { request in
            guard request.path == "/containers/id-sfm-redis-1/stop" else { return nil }
            stopping.open()
            goOn.wait()
            return .done
        }
        let task = Task { [world] in await run.run(graph, world) }
        await stopping.opened()
        task.cancel()
        goOn.open()
        let report = await task.value
        #expect(report.done.map(\.name) == ["redis"])
        #expect(run.server.calls.contains("POST /containers/sfm-redis-1.sfm-new/rename?name=sfm-redis-1"))
        #expect(!run.server.calls.contains("POST /containers/sfm-api-1/start"))
        let failure = #expect(throws: Failure.self) { try report.check() }
        #expect(failure?.exitCode == .interrupted)
        #expect(
            failure?.diagnostics.map { $0.rendered() } == [
                """
                sfm-dev: error: interrupted; what still runs keeps running
                hint: sfm-dev up

                """
            ])
        let again = #expect(throws: Failure.self) { try report.check(again: "sfm-dev down") }
        #expect(again?.diagnostics.map(\.hint) == ["sfm-dev down"])
    }

    @Test func `a pull that does not succeed keeps its services from beginning`() async throws {
        var world = World()
        world.observed.images["redis:7"] = nil
        world.options.services = ["redis"]
        let run = try StubRun { request in
            guard request.path == "/images/create" else { return nil }
            return .json(#"{"errorDetail":{"message":"it is Sunday"}}"#)
        }
        let report = await run.run(try world.reconciler.up(), world)
        #expect(
            report.failures.flatMap(\.diagnostics).map { $0.rendered() } == [
                """
                sfm-dev: error: cannot pull 'redis:7': it is Sunday
                hint: docker pull redis:7, or name another image under 'images:' in config.yaml

                """
            ])
        #expect(report.skipped.map(\.because) == ["'redis:7' could not be pulled"])
    }

    @Test func `a container is made from the image that was pulled for it`() async throws {
        var world = World()
        world.observed.images["redis:7"] = nil
        world.options.services = ["redis"]
        let run = try StubRun { request in
            switch request.path {
            case "/images/create": .json(#"{"status":"Pulling fs layer","id":"a"}"#)
            case "/images/redis:7/json": .json(#"{"Id":"sha256:pulled"}"#)
            default: nil
            }
        }
        try await run.run(try world.reconciler.up(), world).check()
        #expect(run.events.take().contains("redis:7 Pulling fs layer"))
        let created = run.server.requests.first { $0.path == "/containers/create" }
        #expect(created?.text.contains(#""com.docker.compose.image":"sha256:pulled""#) == true)
    }

    @Test func `a network that others use stays, with a warning`() async throws {
        var world = World()
        world.run()
        let run = try StubRun { request in
            request.method == "DELETE" && request.path.hasPrefix("/networks/")
                ? .error(403, "has active endpoints") : nil
        }
        let report = await run.run(try world.reconciler.down(volumes: false), world)
        try report.check()
        #expect(
            run.events.take().contains("sfm-dev: warning: network 'sfm_default' stays: has active endpoints\n"))
    }

    @Test func `an engine that goes away is 69`() async throws {
        var world = World()
        world.run()
        world.observe("sfm-redis-1") { $0.state = .paused }
        let run = try StubRun { request in request.path.hasSuffix("/unpause") ? .hangUp : nil }
        let failure = await #expect(throws: Failure.self) {
            try await run.run(try world.reconciler.up(), world).check()
        }
        #expect(failure?.exitCode == .noEngine)
    }
}
