import Diagnostics
import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

struct ReconcilerUpTests {
    @Test func `an image is asked for where any of its services wants that`() throws {
        var world = World()
        world.change("redis") { $0.definition.pullPolicy = .always }
        world.change("postgres") { $0.definition.image = "redis:7" }
        #expect(try world.reconciler.pulls().text == "redis:7  pull  pull_policy: always\n")
        #expect(try world.reconciler.pullsAlways() == true)
    }

    @Test(arguments: plain + causes + states + leftovers + orphans + networks)
    func `up names each step and its cause`(_ example: UpCase) throws {
        var world = World()
        example.prepare(&world)
        #expect(try world.reconciler.up().transcript == example.steps)
    }

    static let plain = [
        UpCase(
            "an empty engine",
            """
            sfm_default        create  it does not exist yet
            sfm_postgres_data  create  it does not exist yet
            sfm_redis_data     create  it does not exist yet
            postgres           create  it does not exist yet
            redis              create  it does not exist yet

            """
        ) { _ in },
        .running("everything as planned", "") { _ in },
        UpCase("a profile without services", "") { $0.plan.services = [] },
        UpCase(
            "a missing image",
            """
            sfm_default        create  it does not exist yet
            sfm_postgres_data  create  it does not exist yet
            postgres:15-alpine  pull    the engine does not have it
            postgres           create  it does not exist yet

            """.replacingPadding()
        ) {
            $0.observed.images["postgres:15-alpine"] = nil
            $0.options.services = ["postgres"]
        },
        .running("--pull always", "redis:7  pull  --pull always\n") {
            $0.options.pull = .always
            $0.options.services = ["redis"]
        },
        .running("--pull never and no image", "") {
            $0.options.pull = .never
            $0.observed.images = [:]
        },
        .running(
            "a service that was not asked for and runs an older plan",
            """
            sfm-dev: note: 'postgres' runs an older plan: POSTGRES_DB changed
            hint: sfm-dev up postgres

            """
        ) {
            $0.change("postgres") { $0.definition.environment["POSTGRES_DB"] = "other" }
            $0.options.services = ["redis"]
        },
        .running("a template that pulls always", "redis:7  pull  pull_policy: always\n") {
            $0.change("redis") { $0.definition.pullPolicy = .always }
        },
        .running("what is pulled always has been", "") {
            $0.change("redis") { $0.definition.pullPolicy = .always }
            $0.options.hasPulled = true
        },
        .running("a flag beats the template", "") {
            $0.change("redis") { $0.definition.pullPolicy = .always }
            $0.options.pull = .missing
        },
        .running("a template that never pulls", "") {
            $0.change("redis") { $0.definition.pullPolicy = .never }
            $0.observed.images["redis:7"] = nil
        },
        .running("an image that is built here is not pulled", "api  create  it does not exist yet\n") {
            $0.options.services = ["api"]
            $0.observed.images["somafractalmemory-api"] = nil
        },
        .running("a service that is asked for by name", "api  create  it does not exist yet\n") {
            $0.options.services = ["api"]
        },
        UpCase(
            "volumes that were there before",
            """
            sfm_default  create  it does not exist yet
            redis        create  it does not exist yet
            sfm-dev: note: volume 'sfm_redis_data' was there before, and keeps its data

            """
        ) {
            $0.options.services = ["redis"]
            $0.observed.volumes["sfm_redis_data"] = .init(name: "sfm_redis_data", project: "sfm")
        },
        .running(
            "networks and volumes of others",
            """
            sfm-dev: note: network 'sfm_default' was made by hand, and is used as it is
            sfm-dev: note: volume 'sfm_redis_data' was made by the project 'old', and is used as it is

            """
        ) {
            $0.observed.networks["sfm_default"]?.project = nil
            $0.observed.volumes["sfm_redis_data"]?.project = "old"
        },
        .running("external networks and volumes are left alone", "") {
            for index in $0.plan.networks.indices { $0.plan.networks[index].isExternal = true }
            for index in $0.plan.volumes.indices { $0.plan.volumes[index].isExternal = true }
            $0.observed.volumes = [:]
        },
    ]

    static let causes: [UpCase] = [
        .running("a variable changed", "postgres  recreate  POSTGRES_DB changed\n") {
            $0.change("postgres") { $0.definition.environment["POSTGRES_DB"] = "other" }
        },
        .running("a port moved", "postgres  recreate  port 5433 removed, port 5434 added\n") {
            $0.change("postgres") { $0.definition.ports[0].published = 5434 }
        },
        .running("the image's name changed", "redis  recreate  image changed\n") {
            $0.change("redis") { $0.definition.image = "redis:8" }
            $0.observed.images["redis:8"] = "sha256:8"
        },
        .running("the image was pulled anew", "redis  recreate  image changed\n") {
            $0.observed.images["redis:7"] = "sha256:newer"
        },
        .running("many changes", "postgres  recreate  A added, B added, C added and 1 more\n") {
            $0.change("postgres") {
                for name in ["A", "B", "C", "D"] { $0.definition.environment[name] = "1" }
            }
        },
        .running("no record of the parts", "redis  recreate  its configuration changed\n") {
            $0.observe("sfm-redis-1") {
                $0.planHash = "old"
                $0.planParts = [:]
            }
        },
        .running("made by another compose file", "redis  recreate  it was not made from this plan\n") {
            $0.observe("sfm-redis-1") { $0.planHash = nil }
        },
        .running(
            "a new key",
            """
            postgres  recreate  the .sfm-dev folder that it was made from is gone
            redis     recreate  the .sfm-dev folder that it was made from is gone

            """
        ) { $0.key = Array("other".utf8) },
        .running(
            "--force-recreate",
            """
            postgres  recreate  --force-recreate
            redis     recreate  --force-recreate

            """
        ) { $0.options.forceRecreate = true },
        .running("--force-recreate of one, not of what it depends on", "api  create  it does not exist yet\n") {
            $0.options.forceRecreate = true
            $0.options.services = ["api"]
        },
        .running("not in its network", "redis  recreate  it is not attached to network 'sfm_default'\n") {
            $0.observe("sfm-redis-1") { $0.networks = [:] }
        },
        .running("its network is another one", "redis  recreate  network 'sfm_default' was made anew\n") {
            $0.observe("sfm-redis-1") { $0.networks["sfm_default"] = "gone" }
        },
        .running(
            "a dependent that restarts with its parent",
            """
            postgres  recreate  POSTGRES_DB changed
            api       restart   'postgres' was recreated

            """
        ) {
            $0.change("api") { $0.isEnabled = true }
            $0.add($0.fitting("api"))
            $0.change("postgres") { $0.definition.environment["POSTGRES_DB"] = "other" }
        },
    ]

    static let states: [UpCase] = [
        .running("exited with an error", "redis  start  exited with code 1\n") {
            $0.observe("sfm-redis-1") {
                $0.state = .exited
                $0.exitCode = 1
            }
        },
        .running("stopped", "redis  start  it is stopped\n") {
            $0.observe("sfm-redis-1") {
                $0.state = .exited
                $0.exitCode = 0
            }
        },
        .running("a job that is done", "") {
            $0.change("redis") { $0.ready = .completed }
            $0.observe("sfm-redis-1") {
                $0.state = .exited
                $0.exitCode = 0
            }
        },
        .running("a job that was not done", "redis  start  exited with code 3\n") {
            $0.change("redis") { $0.ready = .completed }
            $0.observe("sfm-redis-1") {
                $0.state = .exited
                $0.exitCode = 3
            }
        },
        .running("paused", "redis  unpause  it is paused\n") { $0.observe("sfm-redis-1") { $0.state = .paused } },
        .running("in a loop of restarts", "redis  restart  it keeps exiting with code 2\n") {
            $0.observe("sfm-redis-1") {
                $0.state = .restarting
                $0.exitCode = 2
            }
        },
        .running(
            "dead",
            """
            redis  remove  its removal was interrupted
            redis  create  its removal was interrupted

            """
        ) { $0.observe("sfm-redis-1") { $0.state = .dead } },
        .running(
            "created and never started",
            """
            redis  remove  it was made and never started
            redis  create  it was made and never started

            """
        ) { $0.observe("sfm-redis-1") { $0.state = .created } },
    ]
}

extension String {
    /// Columns are as wide as their widest cell; a literal in a test need not count blanks.
    func replacingPadding() -> String {
        var graph: [[String]] = []
        for line in split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            graph.append([words[0], words[1], words[2...].joined(separator: " ")])
        }
        let first = graph.map { $0[0].count }.max() ?? 0
        let second = graph.map { $0[1].count }.max() ?? 0
        return graph.map { row in
            let gap = String(repeating: " ", count: first - row[0].count + 2)
            return row[0] + gap + row[1] + String(repeating: " ", count: second - row[1].count + 2) + row[2] + "\n"
        }.joined()
    }
}
