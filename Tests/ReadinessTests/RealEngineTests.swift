import Diagnostics
import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The engine that `SFM_DEV_TEST_ENGINE` names, for what only a real one can answer.
private enum Real {
    static let url = environment("SFM_DEV_TEST_ENGINE")
    /// Any image with a shell.
    static let image = environment("SFM_DEV_TEST_IMAGE") ?? "sfm-dev/stand-in-redis:1"

    static func client() throws -> EngineClient {
        EngineClient(address: try EngineAddress.find(environment: ["DOCKER_HOST": url ?? ""], home: nil))
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    static func name(_ part: String) -> String { "readiness-tests-\(getpid())-\(part)" }

    /// A container that runs a shell script, removed afterwards.
    static func withContainer<Value>(
        _ part: String, _ script: String, change: (inout ContainerSpec) -> Void = { _ in },
        _ body: (EngineClient, String) async throws -> Value
    ) async throws -> Value {
        let client = try client()
        var spec = ContainerSpec(image: image)
        spec.entrypoint = ["/bin/sh", "-c"]
        spec.command = [script]
        spec.stopTimeout = 0
        change(&spec)
        let id = try await client.createContainer(name: name(part), platform: nil, spec: spec).id
        let result: Result<Value, any Error>
        do {
            try await client.startContainer(id)
            result = .success(try await body(client, id))
        } catch {
            result = .failure(error)
        }
        try await client.removeContainer(id, force: true, volumes: true)
        return try result.get()
    }

    static func waiter(_ client: EngineClient, limit: Duration? = nil) -> ReadinessWaiter {
        ReadinessWaiter(
            plan: Sample.plan(), engine: client, exec: ExecCheck(client), redactor: Redactor([Secret("geheim")]),
            limit: limit,
            probe: Answers(.unreachable("connection refused")).probe)
    }
}

@Suite(.enabled(if: Real.url != nil))
struct RealEngineTests {
    @Test func `a real exit is noticed and its log is shown`() async throws {
        try await Real.withContainer("exit", "for i in 1 2 3 4 5 6 7 8 9 10 11; do echo $i geheim; done; exit 9") {
            client, id in
            let failure = await #expect(throws: Failure.self) {
                try await Real.waiter(client).wait(for: Sample.postgres, container: id)
            }
            let log = (2...11).map { "note: postgres | \($0) [redacted]\n" }.joined()
            #expect(
                Sample.text(failure?.diagnostics ?? [])
                    == "sfm-dev: error: 'postgres' exited with code 9 before it was ready\n" + log
                    + "hint: sfm-dev logs postgres\n")
        }
    }

    @Test func `a real crash loop lasts until the deadline`() async throws {
        try await Real.withContainer(
            "loop", "exit 4", change: { $0.host.restartPolicy = RestartPolicy(name: "always") }
        ) {
            client, id in
            // The engine's first restart is not the waiter's to be measured by.
            for _ in 0..<2 { _ = try await client.waitContainer(id, until: .nextExit) }
            let failure = await #expect(throws: Failure.self) {
                try await Real.waiter(client, limit: .seconds(8))
                    .wait(for: Sample.service("postgres"), container: id)
            }
            let message = try #require(failure?.diagnostics.first?.message)
            #expect(message.hasSuffix("last exit code 4"), "\(message)")
        }
    }

    @Test func `a check inside passes when it can`() async throws {
        try await Real.withContainer("exec", "mkfifo /tmp/go; cat /tmp/go; touch /tmp/ready; sleep 1000") {
            client, id in
            let service = Sample.service("api", ready: .exec(["test", "-e", "/tmp/ready"]))
            let failure = await #expect(throws: Failure.self) {
                try await Real.waiter(client, limit: .milliseconds(1)).wait(for: service, container: id)
            }
            #expect(failure?.diagnostics.first?.notes.first?.message == "last answer: its check ended with 1")
            async let answer = Real.waiter(client).wait(for: service, container: id)
            let go = try await client.createExec(id, ExecSpec(command: ["sh", "-c", "echo > /tmp/go"]))
            _ = try await client.startExec(go, tty: false).exitCode()
            let proof = try await answer
            #expect(proof == .ready(ProbeFacts()))
        }
    }

    @Test func `a real job is waited for`() async throws {
        try await Real.withContainer("job", "sleep 0.3") { client, id in
            let job = Sample.service("job", ready: .completed)
            let answer = try await Real.waiter(client).wait(for: job, container: id)
            #expect(answer == nil)
        }
    }

    @Test func `the preflight names a real container, a network and an image that are in the way`() async throws {
        let port = try Listener().port
        let publish: (inout ContainerSpec) -> Void = {
            $0.labels = ["com.docker.compose.project": "billing"]
            $0.exposedPorts = ["5432/tcp"]
            $0.host.portBindings = ["5432/tcp": [PortBinding(hostIP: "127.0.0.1", hostPort: "\(port)")]]
        }
        try await Real.withContainer("holder", "sleep 1000", change: publish) { client, _ in
            var service = Sample.postgres
            service.definition.ports = [Sample.port(port, 5432, variable: "POSTGRES_PORT")]
            service.definition.networks = ["shared": NetworkAttachment()]
            service.definition.image = "sfm-dev/no-such-image:1"
            var plan = Sample.plan([service])
            plan.networks = [
                ResolvedNetwork(
                    key: "shared", name: "sfm-dev-no-such-network", isExternal: true, isInternal: false, driver: nil,
                    labels: [:], location: nil)
            ]
            let outcome = try await Preflight.run(
                plan: plan, starting: ["postgres"], pull: .never, engine: client)
            #expect(
                Sample.text(outcome.findings.filter { $0.severity == .error && !$0.message.contains("disk") }) == """
                    sfm-dev: error: the image 'sfm-dev/no-such-image:1' of 'postgres' is missing
                    note: '--pull never' keeps it from being pulled
                    hint: docker pull sfm-dev/no-such-image:1
                    sfm-dev: error: network 'sfm-dev-no-such-network' does not exist
                    note: another project owns this network; sfm-dev joins it and does not create it
                    hint: start the shared stack first, or: docker network create sfm-dev-no-such-network
                    sfm-dev: error: cannot start 'postgres': host port \(port) is in use
                    note: held by container '\(Real.name("holder"))' (project 'billing'), published as 127.0.0.1:\(port)
                    hint: docker stop \(Real.name("holder")), or set POSTGRES_PORT in config.yaml, \
                    or sfm-dev up --auto-ports

                    """)
            let moved = try await Preflight.run(
                plan: plan, starting: ["postgres"], pull: .never, movesPorts: true, engine: client
            ).moved
            let chosen = try #require(moved["POSTGRES_PORT"])
            #expect(chosen != port)
            #expect(!PortTrial.isHeld(HostAndPort(host: "127.0.0.1", port: chosen), networkProtocol: "tcp"))
        }
    }

    @Test func `the status of a real container is told in one request`() async throws {
        var plan = Sample.plan()
        plan.project = Real.name("project")
        let labels = ["com.docker.compose.project": plan.project, "com.docker.compose.service": "postgres"]
        try await Real.withContainer("status", "sleep 1000", change: { $0.labels = labels }) { client, _ in
            let probe = Answers(.refused(.wrongPassword, "password authentication failed")).probe
            let status = try await ServiceStatus.look(plan: plan, engine: client, exec: nil, probe: probe)
            #expect(status.map(\.state) == [.running])
            #expect(status.map(\.cause) == ["password authentication failed"])
            #expect(status.map(\.container) == [Real.name("status")])
            let ready = try await ServiceStatus.look(
                plan: plan, engine: client, exec: nil, probe: Answers(.ready(ProbeFacts())).probe)
            #expect(ready.map(\.isReady) == [true])
            let none = try await ServiceStatus.look(
                plan: plan, services: ["redis"], engine: client, exec: nil, probe: probe)
            #expect(none.isEmpty)
        }
    }
}
