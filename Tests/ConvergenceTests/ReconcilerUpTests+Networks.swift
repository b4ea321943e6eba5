import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

/// Networks whose definition changed since they were made.
extension ReconcilerUpTests {
    static let networks: [UpCase] = [
        .running("internal", stopsAndStarts("internal changed")) { $0.changeNetwork { $0.isInternal = true } },
        .running("the driver", stopsAndStarts("driver changed")) { $0.changeNetwork { $0.driver = "macvlan" } },
        .running("a label", stopsAndStarts("label tier added")) { $0.changeNetwork { $0.labels = ["tier": "one"] } },
        .running("a label of another value", stopsAndStarts("label tier changed")) {
            $0.observed.networks["sfm_default"]?.labels["tier"] = "one"
            $0.changeNetwork { $0.labels = ["tier": "two"] }
        },
        .running("several things", stopsAndStarts("internal changed, label tier removed")) {
            $0.observed.networks["sfm_default"]?.labels["tier"] = "one"
            $0.changeNetwork { $0.isInternal = true }
        },
        .running("something that the engine does not show", stopsAndStarts("its configuration changed")) {
            $0.changeNetwork { $0.driver = "bridge" }
        },
        .running(
            "one that somebody else is in",
            """
            sfm-dev: note: network 'sfm_default' differs from the plan (internal changed), and is used as it is
            note: 'other-app-1' (project 'other') is in it
            note: 'tool' (of no project) is in it
            hint: docker network disconnect sfm_default other-app-1 && \
            docker network disconnect sfm_default tool && sfm-dev up

            """
        ) {
            $0.changeNetwork { $0.isInternal = true }
            $0.observed.networks["sfm_default"]?.guests = [
                .init(name: "other-app-1", project: "other"), .init(name: "tool", project: nil),
            ]
        },
        .running(
            "one that no compose file was the source of",
            """
            sfm-dev: note: network 'sfm_default' differs from the plan, and is used as it is
            hint: sfm-dev down && sfm-dev up

            """
        ) {
            $0.observed.networks["sfm_default"]?.labels = ["com.docker.compose.project": "sfm"]
            $0.changeNetwork { $0.isInternal = true }
        },
        .running(
            "one of another project",
            """
            sfm-dev: note: network 'sfm_default' was made by the project 'old', and is used as it is
            sfm-dev: note: network 'sfm_default' differs from the plan, and is used as it is
            hint: sfm-dev down && sfm-dev up

            """
        ) {
            $0.observed.networks["sfm_default"]?.project = "old"
            $0.changeNetwork { $0.isInternal = true }
        },
        .running("an external one", "") {
            $0.changeNetwork {
                $0.isInternal = true
                $0.isExternal = true
            }
        },
        .running(
            "one service alone",
            """
            redis        stop      network 'sfm_default' is made anew
            sfm_default  recreate  internal changed
            redis        start     network 'sfm_default' was made anew

            """
        ) {
            $0.options.services = ["redis"]
            $0.changeNetwork { $0.isInternal = true }
        },
        .running(
            "with a service that changed too",
            """
            postgres     stop      network 'sfm_default' is made anew
            redis        stop      network 'sfm_default' is made anew
            sfm_default  recreate  internal changed
            postgres     recreate  SIZE added
            redis        start     network 'sfm_default' was made anew

            """
        ) {
            $0.changeNetwork { $0.isInternal = true }
            $0.change("postgres") { $0.definition.environment["SIZE"] = "2" }
        },
        .running(
            "a job that is done is not done again",
            """
            postgres     stop      network 'sfm_default' is made anew
            sfm_default  recreate  internal changed
            postgres     start     network 'sfm_default' was made anew

            """
        ) {
            $0.change("redis") { $0.ready = .completed }
            $0.observe("sfm-redis-1") {
                $0.state = .exited
                $0.exitCode = 0
            }
            $0.changeNetwork { $0.isInternal = true }
        },
        .running(
            "an orphan leaves before",
            """
            old          remove    not in this profile
            postgres     stop      network 'sfm_default' is made anew
            redis        stop      network 'sfm_default' is made anew
            sfm_default  recreate  internal changed
            postgres     start     network 'sfm_default' was made anew
            redis        start     network 'sfm_default' was made anew

            """
        ) {
            $0.options.removeOrphans = true
            $0.add(
                ObservedContainer(
                    id: "1", name: "sfm-old-1", service: "old", state: .running, networks: ["sfm_default": "x"]))
            $0.changeNetwork { $0.isInternal = true }
        },
        .running(
            "after an interruption with the services stopped",
            """
            postgres  start  it is stopped
            redis     start  it is stopped

            """
        ) {
            for name in ["sfm-postgres-1", "sfm-redis-1"] {
                $0.observe(name) {
                    $0.state = .exited
                    $0.exitCode = 0
                }
            }
        },
    ]

    private static func stopsAndStarts(_ cause: String) -> String {
        """
        postgres     stop      network 'sfm_default' is made anew
        redis        stop      network 'sfm_default' is made anew
        sfm_default  recreate  \(cause)
        postgres     start     network 'sfm_default' was made anew
        redis        start     network 'sfm_default' was made anew

        """
    }

    @Test func `services without data stop first, and all before the network goes`() throws {
        var world = World()
        world.change("api") { $0.isEnabled = true }
        world.run()
        world.changeNetwork { $0.isInternal = true }
        let graph = try world.reconciler.up()
        #expect(graph.steps.map(\.name) == ["api", "postgres", "redis", "sfm_default", "postgres", "redis", "api"])
        #expect(graph.nodes.map(\.after) == [[], [0], [0], [0, 1, 2], [3], [3], [3]])
        let members = graph.steps.compactMap { step in
            if case .recreateNetwork(_, _, let members) = step.action { members } else { nil }
        }.joined()
        #expect(members.map(\.name) == ["sfm-api-1", "sfm-postgres-1", "sfm-redis-1"])
    }

    @Test func `a container in two networks stops once`() throws {
        var world = World()
        var back = World.network("sfm")
        back.key = "back"
        back.name = "sfm_back"
        world.plan.networks.append(back)
        world.change("redis") { $0.definition.networks = ["default": .init(), "back": .init()] }
        world.run()
        for index in world.plan.networks.indices { world.plan.networks[index].isInternal = true }
        world.options.services = ["redis"]
        let graph = try world.reconciler.up()
        #expect(graph.steps.map(\.name) == ["redis", "sfm_default", "sfm_back", "redis"])
        #expect(graph.nodes.map(\.after) == [[], [0], [0], [1, 2]])
    }
}

extension World {
    mutating func changeNetwork(_ body: (inout ResolvedNetwork) -> Void) {
        for index in plan.networks.indices { body(&plan.networks[index]) }
    }
}
