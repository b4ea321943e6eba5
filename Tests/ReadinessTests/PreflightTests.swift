import Diagnostics
import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

struct PreflightTests {
    private func preflight(
        _ plan: ResolvedPlan = Sample.plan(), pull: PullPolicy? = nil,
        _ change: (inout Preflight) -> Void = { _ in }
    ) -> Preflight {
        var preflight = Preflight(plan: plan, starting: Set(plan.services.map(\.name)), pull: pull)
        change(&preflight)
        return preflight
    }

    private func check(_ preflight: Preflight, _ held: [HostAndPort: ProcessHolder] = [:]) -> Preflight.Outcome {
        preflight.check { address, _ in held[address] }
    }

    private let loopback = HostAndPort(host: "127.0.0.1", port: 5433)

    @Test func `nothing in the way is no finding`() {
        #expect(check(preflight()) == Preflight.Outcome())
    }

    @Test func `a foreign container that has the port is named`() {
        let outcome = check(
            preflight {
                $0.running = [Sample.container("legacy-db", project: "billing", ports: [("0.0.0.0", 5433, 5432)])]
            })
        #expect(
            Sample.text(outcome.findings) == """
                sfm-dev: error: cannot start 'postgres': host port 5433 is in use
                note: held by container 'legacy-db' (project 'billing'), published as 0.0.0.0:5433
                hint: docker stop legacy-db, or set POSTGRES_PORT in config.yaml, or sfm-dev up --auto-ports

                """)
        #expect(outcome.hasErrors)
    }

    @Test func `a process that has the port is named`() {
        let holder = ProcessHolder(pid: 812, name: "postgres", uid: 26, listening: loopback)
        #expect(
            Sample.text(check(preflight(), [loopback: holder]).findings) == """
                sfm-dev: error: cannot start 'postgres': host port 5433 is in use
                note: held by 'postgres' (pid 812), listening on 127.0.0.1:5433
                hint: stop that program, or set POSTGRES_PORT in config.yaml, or sfm-dev up --auto-ports

                """)
    }

    @Test(arguments: [
        (ProcessHolder(uid: 26), "held by a process of user 26"),
        (ProcessHolder(), "held by a process that is no container"),
    ])
    func `a process that cannot be seen is said to be one`(_ holder: ProcessHolder, _ words: String) {
        #expect(check(preflight(), [loopback: holder]).findings.first?.notes.map(\.message) == [words])
    }

    @Test(arguments: ["0.0.0.0", "127.0.0.1"])
    func `the service's own container gives its port back`(_ address: String) {
        let own = Sample.container("sfm-postgres-1", service: "postgres", ports: [(address, 5433, 5432)])
        // The engine's proxy is a process that listens there.
        let outcome = check(preflight { $0.running = [own] }, [loopback: ProcessHolder(pid: 9, name: "docker-proxy")])
        #expect(outcome == Preflight.Outcome())
    }

    @Test func `a container left by a service that is gone is to be removed`() {
        let outcome = check(
            preflight {
                $0.running = [Sample.container("sfm-pg-1", service: "pg", ports: [("127.0.0.1", 5433, 5432)])]
            })
        #expect(
            Sample.text(outcome.findings) == """
                sfm-dev: error: cannot start 'postgres': host port 5433 is in use
                note: held by container 'sfm-pg-1' (project 'sfm'), published as 127.0.0.1:5433
                hint: docker rm -f sfm-pg-1, or sfm-dev up --remove-orphans

                """)
    }

    @Test(arguments: [("127.0.0.2", false), ("::", false), ("0.0.0.0", true), ("", true)])
    func `only an address that collides is in the way`(_ address: String, _ collides: Bool) {
        let other = Sample.container("other", project: nil, ports: [(address, 5433, 1)])
        let findings = check(preflight { $0.running = [other] }).findings
        #expect(findings.contains { $0.severity == .error } == collides)
    }

    @Test func `another server on the other half of localhost is warned of`() {
        let other = HostAndPort(host: "::1", port: 5433)
        let holder = ProcessHolder(pid: 77, name: "postgres", listening: other)
        let outcome = check(preflight(), [other: holder])
        #expect(
            Sample.text(outcome.findings) == """
                sfm-dev: warning: 'localhost:5433' may reach another server than 'postgres'
                note: [::1]:5433 is held by 'postgres' (pid 77), listening on [::1]:5433
                hint: stop that program, or set POSTGRES_PORT in config.yaml, or sfm-dev up --auto-ports

                """)
        #expect(!outcome.hasErrors)
    }

    @Test func `a taken port moves to the next that nobody has or wants`() {
        var redis = Sample.service("redis")
        redis.definition.ports = [Sample.port(5434, 6379)]
        let held = [5433, 5435].map { HostAndPort(host: "127.0.0.1", port: $0) }
        let outcome = check(
            preflight(Sample.plan([Sample.postgres, redis])) {
                $0.movesPorts = true
                $0.running = [Sample.container("x", project: nil, ports: [("10.0.0.1", 5436, 1)])]
            }, Dictionary(uniqueKeysWithValues: held.map { ($0, ProcessHolder()) }))
        #expect(outcome == Preflight.Outcome(findings: [], moved: ["POSTGRES_PORT": 5437]))
    }

    @Test func `two ports never move to the same one`() {
        var redis = Sample.service("redis")
        redis.definition.ports = [Sample.port(5432, 6379, variable: "REDIS_PORT")]
        let held = [5432, 5433].map { HostAndPort(host: "127.0.0.1", port: $0) }
        let outcome = check(
            preflight(Sample.plan([Sample.postgres, redis])) { $0.movesPorts = true },
            Dictionary(uniqueKeysWithValues: held.map { ($0, ProcessHolder()) }))
        #expect(outcome.moved == ["POSTGRES_PORT": 5434, "REDIS_PORT": 5435])
    }

    @Test func `a port without a setting is not moved`() {
        var service = Sample.postgres
        service.definition.ports[0].variable = nil
        let outcome = check(
            preflight(Sample.plan([service])) { $0.movesPorts = true }, [loopback: ProcessHolder(uid: 0)])
        #expect(
            Sample.text(outcome.findings) == """
                sfm-dev: error: cannot start 'postgres': host port 5433 is in use
                note: held by a process of user 0
                compose/postgres.yaml:2:5: note: --auto-ports moves only ports that a setting gives
                hint: stop that program, or give 'postgres' another host port in compose/postgres.yaml:2:5

                """)
    }

    @Test func `an image that may not be pulled is named`() {
        let missing: (inout Preflight) -> Void = { $0.missingImages = ["postgres:1"] }
        #expect(check(preflight(pull: .missing, missing)) == Preflight.Outcome())
        #expect(
            Sample.text(check(preflight(pull: .never, missing)).findings) == """
                sfm-dev: error: the image 'postgres:1' of 'postgres' is missing
                note: '--pull never' keeps it from being pulled
                hint: docker pull postgres:1

                """)
        var plan = Sample.plan()
        for index in plan.services.indices { plan.services[index].definition.pullPolicy = .never }
        let own = check(preflight(plan, missing)).findings.first
        #expect(own?.notes.map(\.message) == ["'pull_policy: never' keeps it from being pulled"])
        #expect(check(preflight(plan, pull: .missing, missing)) == Preflight.Outcome())
    }

    @Test func `an image that is built here says how`() {
        var api = Sample.service("api")
        api.buildHint = "docker build -t api:1 ../somafractalmemory"
        let outcome = check(preflight(Sample.plan([api])) { $0.missingImages = ["api:1"] })
        #expect(
            Sample.text(outcome.findings) == """
                sfm-dev: error: the image 'api:1' of 'api' is missing
                note: it is built on this machine; no registry has it
                hint: docker build -t api:1 ../somafractalmemory

                """)
    }

    @Test func `a stand-in cannot be pulled`() {
        var kafka = Sample.service("kafka")
        kafka.isStandIn = true
        let outcome = check(preflight(Sample.plan([kafka])) { $0.missingImages = ["kafka:1"] })
        #expect(
            Sample.text(outcome.findings) == """
                sfm-dev: error: the image 'kafka:1' of 'kafka' is missing
                note: it is a stand-in, which no registry has
                hint: make stand-ins

                """)
    }

    @Test func `all findings come together, those with a place first`() {
        let file = SourceFile(path: "profiles/shared-infra.yaml", text: "networks:\n  shared: {external: true}\n")
        var plan = Sample.plan()
        plan.services[0].definition.networks = ["shared": NetworkAttachment()]
        plan.networks = ["shared", "unused"].map { key in
            ResolvedNetwork(
                key: key, name: "infra_\(key)", isExternal: true, isInternal: false, driver: nil, labels: [:],
                location: SourceLocation(file: file, line: 2, column: 3, length: 6))
        }
        let outcome = check(
            preflight(plan, pull: .never) {
                $0.missingNetworks = ["infra_shared", "infra_unused"]
                $0.missingImages = ["postgres:1"]
                $0.disk = DiskSpace(path: "/var/lib/docker", free: 57 << 20)
            }, [loopback: ProcessHolder(uid: 0)])
        #expect(
            Sample.text(outcome.findings) == """
                profiles/shared-infra.yaml:2:3: error: network 'infra_shared' does not exist
                  2 |   shared: {external: true}
                    |   ^~~~~~
                note: another project owns this network; sfm-dev joins it and does not create it
                hint: start the shared stack first, or: docker network create infra_shared
                sfm-dev: error: the image 'postgres:1' of 'postgres' is missing
                note: '--pull never' keeps it from being pulled
                hint: docker pull postgres:1
                sfm-dev: error: cannot start 'postgres': host port 5433 is in use
                note: held by a process of user 0
                hint: stop that program, or set POSTGRES_PORT in config.yaml, or sfm-dev up --auto-ports
                sfm-dev: error: the engine's disk is full: 57 MiB free in /var/lib/docker
                hint: docker system df shows what takes the room; docker image prune frees some

                """)
    }

    @Test(arguments: [(99, "error"), (100, "warning"), (1_023, "warning"), (1_024, nil)])
    func `a disk that fills up is told in time`(_ mebibytes: UInt64, _ severity: String?) {
        let disk = DiskSpace(path: "/x", free: mebibytes << 20)
        #expect(disk.finding?.severity.rawValue == severity)
    }

    @Test func `this machine's disk can be measured, a path that is not here cannot`() {
        #expect((DiskSpace.measure("/")?.free ?? 0) > 0)
        #expect(DiskSpace.measure("/no/such/folder") == nil)
        #expect(DiskSpace.measure("") == nil)
    }

    @Test func `nothing to start is nothing to look at`() {
        var preflight = Preflight(plan: Sample.plan(), starting: [], pull: .never)
        preflight.missingImages = ["postgres:1"]
        #expect(check(preflight, [loopback: ProcessHolder()]) == Preflight.Outcome())
    }
}

struct PortChoiceTests {
    @Test func `the next port above is taken`() {
        #expect(PortChoice.port(above: 5433, taken: [5434, 5436]) == 5435)
    }

    @Test func `after a hundred it is a dynamic one`() {
        #expect(PortChoice.port(above: 5433, taken: Set(5434...5533).union([49_152])) == 49_153)
    }

    @Test func `the highest port has none above it`() {
        #expect(PortChoice.port(above: 65_535, taken: []) == 49_152)
    }

    @Test func `when all are taken there is none`() {
        #expect(PortChoice.port(above: 5433, taken: Set(1...65_535)) == nil)
    }
}
