import Diagnostics
import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

struct ReconcilerDownTests {
    /// Everything runs, the API too.
    private func running() -> World {
        var world = World()
        world.change("api") { $0.isEnabled = true }
        world.run()
        return world
    }

    @Test func `down stops what has no data first, then all data together`() throws {
        let graph = try running().reconciler.down(volumes: false)
        #expect(
            graph.transcript == """
                api          remove  down
                postgres     remove  down
                redis        remove  down
                sfm_default  remove  down

                """)
        #expect(graph.nodes.map(\.after) == [[], [], [], [0, 1, 2]])
        #expect(graph.nodes.map(\.behind) == [[], [0], [0], []])
    }

    @Test func `volumes go only when asked for, and after what uses them`() throws {
        let graph = try running().reconciler.down(volumes: true)
        #expect(
            graph.transcript == """
                api                remove  down
                postgres           remove  down
                redis              remove  down
                sfm_default        remove  down
                sfm_postgres_data  remove  --volumes
                sfm_redis_data     remove  --volumes

                """)
        #expect(graph.nodes.map(\.after) == [[], [], [], [0, 1, 2], [1], [2]])
        #expect(graph.nodes.map(\.behind) == [[], [0], [0], [], [], []])
    }

    @Test func `down leaves what is external or another project's`() throws {
        var world = World()
        world.run()
        world.observed.networks["sfm_default"]?.project = "other"
        world.observed.volumes["sfm_redis_data"]?.project = nil
        for index in world.plan.volumes.indices where world.plan.volumes[index].key == "postgres_data" {
            world.plan.volumes[index].isExternal = true
        }
        #expect(
            try world.reconciler.down(volumes: true).transcript == """
                postgres  remove  down
                redis     remove  down

                """)
    }

    @Test func `down takes orphans along, those with data last`() throws {
        var world = World()
        world.run()
        world.add(ObservedContainer(id: "1", name: "sfm-a-1", service: "a", state: .exited))
        world.add(ObservedContainer(id: "2", name: "sfm-b-1", service: "b", state: .running, volumes: ["b"]))
        let graph = try world.reconciler.down(volumes: false)
        #expect(
            graph.transcript == """
                a            remove  down
                b            remove  down
                postgres     remove  down
                redis        remove  down
                sfm_default  remove  down

                """)
        #expect(graph.nodes.map(\.after) == [[], [], [], [], [2, 3]])
        #expect(graph.nodes.map(\.behind) == [[], [0], [0], [0], []])
    }

    @Test func `down of nothing is nothing`() throws {
        #expect(try World().reconciler.down(volumes: true).isEmpty)
    }

    @Test func `stop leaves alone what does not run`() throws {
        var world = running()
        world.observe("sfm-redis-1") { $0.state = .exited }
        let graph = try world.reconciler.stop()
        #expect(graph.transcript == "api       stop  stop\npostgres  stop  stop\n")
        #expect(graph.nodes.map(\.behind) == [[], [0]])
    }

    @Test func `stop of one service leaves the others`() throws {
        var world = running()
        world.options.services = ["postgres"]
        #expect(try world.reconciler.stop().transcript == "postgres  stop  stop\n")
    }

    @Test func `start starts what is there and names what is not`() throws {
        var world = running()
        world.observe("sfm-postgres-1") {
            $0.state = .exited
            $0.exitCode = 137
        }
        world.observe("sfm-api-1") { $0.state = .paused }
        world.observed.containers.removeAll { $0.service == "redis" }
        let graph = try world.reconciler.start()
        #expect(
            graph.transcript == """
                postgres  start    exited with code 137
                api       unpause  it is paused
                sfm-dev: note: 'redis' has no container
                hint: sfm-dev up redis

                """)
    }

    @Test func `restart says what it does not deliver`() throws {
        var world = running()
        world.change("postgres") { $0.definition.environment["POSTGRES_DB"] = "other" }
        world.options.services = ["postgres"]
        #expect(
            try world.reconciler.restart().transcript == """
                postgres  restart  restart
                sfm-dev: note: 'postgres' runs an older plan: POSTGRES_DB changed
                hint: sfm-dev up postgres

                """)
    }

    @Test(arguments: ["up", "down", "stop", "start", "restart"])
    func `another checkout that still exists is never touched`(_ command: String) throws {
        var world = World()
        world.run()
        world.observe("sfm-redis-1") { $0.workingDirectory = "/home/dev/other/.sfm-dev" }
        world.options.existingFolders = ["/home/dev/other"]
        let reconciler = world.reconciler
        let failure = #expect(throws: Failure.self) {
            switch command {
            case "up": _ = try reconciler.up()
            case "down": _ = try reconciler.down(volumes: false)
            case "stop": _ = try reconciler.stop()
            case "start": _ = try reconciler.start()
            default: _ = try reconciler.restart()
            }
        }
        #expect(failure?.exitCode == .refused)
        #expect(
            failure?.diagnostics.map { $0.rendered() } == [
                """
                sfm-dev: error: another checkout runs the project 'sfm'
                note: it lies in /home/dev/other
                note: this one lies in /home/dev/sfm
                hint: set 'project:' in config.yaml of one of them, such as 'project: sfm-2'

                """
            ])
    }

    @Test func `two servers never share a volume`() throws {
        var world = World()
        world.run()
        world.observe("sfm-redis-1") { $0.service = "cache" }
        let failure = #expect(throws: Failure.self) { _ = try world.reconciler.up() }
        #expect(failure?.exitCode == .refused)
        #expect(
            failure?.diagnostics.map { $0.rendered() } == [
                """
                sfm-dev: error: volume 'sfm_redis_data' of 'redis' is in use by 'sfm-redis-1'
                note: 'sfm-redis-1' is not in this profile, and two servers on one volume destroy it
                hint: sfm-dev up --remove-orphans

                """
            ])
        world.options.removeOrphans = true
        let graph = try world.reconciler.up()
        #expect(
            graph.transcript == """
                cache  remove  not in this profile
                redis  create  it does not exist yet

                """)
        #expect(graph.nodes.map(\.after) == [[], [0]])
    }

    @Test func `an unknown service gets a suggestion`() throws {
        var world = World()
        world.options.services = ["postgress"]
        let failure = #expect(throws: Failure.self) { _ = try world.reconciler.up() }
        #expect(failure?.exitCode == .usage)
        #expect(
            failure?.diagnostics.map { $0.rendered() } == [
                """
                sfm-dev: error: unknown service 'postgress'
                hint: did you mean 'postgres'? known services: api, postgres, redis

                """
            ])
    }

    @Test func `steps wait for what they need`() throws {
        var world = World()
        world.change("api") { $0.isEnabled = true }
        let graph = try world.reconciler.up()
        #expect(
            graph.steps.map(\.name) == [
                "sfm_default", "sfm_postgres_data", "sfm_redis_data", "postgres", "redis", "api",
            ])
        #expect(graph.nodes.map(\.after) == [[], [], [], [0, 1], [0, 2], [0]])
        #expect(
            graph.nodes.last?.waits == [
                .init(service: "postgres", condition: .healthy),
                .init(service: "redis", condition: .started, isRequired: false),
            ])
    }

    @Test func `what this checkout made of some services is cleared, and nothing else`() throws {
        var world = running()
        world.plan.services = []
        world.options.existingFolders = ["/elsewhere"]
        for index in world.observed.containers.indices {
            switch world.observed.containers[index].service {
            case "api": world.observed.containers[index].isOneOff = true
            case "postgres": world.observed.containers[index].workingDirectory = "/elsewhere/.sfm-dev"
            default: world.observed.containers[index].workingDirectory = "/gone/.sfm-dev"
            }
        }
        // Others are in the network.
        let some = world.reconciler.clear(["api", "postgres", "redis", "late"])
        #expect(some.transcript == "redis  remove  not in this profile\n")
        world.observed.containers.removeAll { $0.service != "redis" }
        #expect(
            world.reconciler.clear(["redis"]).transcript == """
                redis        remove  not in this profile
                sfm_default  remove  not in this profile

                """)
        #expect(world.reconciler.clear(["other"]).isEmpty)
    }
}
