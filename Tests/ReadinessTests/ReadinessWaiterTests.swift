import Diagnostics
import Engine
import StubEngine
import Synchronization
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

/// Answers one after another, the last one for ever.
final class Answers: Sendable {
    private let rest: Mutex<[ProbeAnswer]>
    private let seen = Mutex<[ProbeAddress]>([])

    init(_ answers: ProbeAnswer...) { rest = Mutex(answers) }

    var addresses: [ProbeAddress] { seen.withLock { $0 } }

    var probe: ReadinessWaiter.Probe {
        { _, address, _ in
            self.seen.withLock { $0.append(address) }
            return self.rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }
}

private let gone = ProbeAnswer.unreachable("connection refused")

/// An engine with one container, in this state.
private func stub(
    state: String, restart: String = "no", restarts: Int = 0, log: String = ""
) throws -> (StubServer, EngineClient) {
    let server = try StubServer { request in
        switch request.path {
        case "/containers/c1/json":
            return .json(
                #"""
                {"Id": "c1", "Name": "/sfm-postgres-1", "RestartCount": \#(restarts), "State": \#(state),
                 "Config": {"Tty": true}, "HostConfig": {"RestartPolicy": {"Name": "\#(restart)"}}}
                """#)
        case "/containers/c1/logs": return StubAnswer(body: .bytes(Array(log.utf8)))
        case "/events": return StubAnswer(body: .bytes([]))
        default: return nil
        }
    }
    return (server, client(server))
}

/// A client that keeps its stub alive.
private func client(_ server: StubServer) -> EngineClient {
    EngineClient(address: EngineAddress(socketPath: server.socketPath, origin: "test")) { [server] _ in
        withExtendedLifetime(server) {}
    }
}

private func waiter(
    _ client: EngineClient, _ answers: Answers, plan: ResolvedPlan = Sample.plan(), limit: Duration? = nil
) -> ReadinessWaiter {
    ReadinessWaiter(
        plan: plan, engine: client, exec: ExecCheck(client), redactor: Redactor(plan.secretValues), limit: limit,
        probe: answers.probe)
}

struct ReadinessWaiterTests {
    @Test func `a service that is ready at once costs the engine no request`() async throws {
        let (server, client) = try stub(state: #"{"Status": "running", "Running": true}"#)
        let answers = Answers(.ready(ProbeFacts()))
        let answer = try await waiter(client, answers).wait(for: Sample.postgres, container: "c1")
        #expect(answer == .ready(ProbeFacts()))
        #expect(server.requests.isEmpty)
        #expect(answers.addresses == [ProbeAddress(host: "127.0.0.1", port: 5433)])
    }

    @Test func `a slow start is waited for`() async throws {
        let (_, client) = try stub(state: #"{"Status": "running", "Running": true}"#)
        let answers = Answers(gone, gone, .refused(.notYet, "starting up"), .ready(ProbeFacts()))
        let answer = try await waiter(client, answers).wait(for: Sample.postgres, container: "c1")
        #expect(answer == .ready(ProbeFacts()))
        #expect(answers.addresses.count == 4)
    }

    @Test func `a refused login is an answer for what seeds it`() async throws {
        let (_, client) = try stub(state: #"{"Status": "running", "Running": true}"#)
        let answers = Answers(gone, .refused(.wrongPassword, "no"))
        let answer = try await waiter(client, answers).wait(for: Sample.postgres, container: "c1", goal: .answering)
        #expect(answer == .refused(.wrongPassword, "no"))
    }

    @Test func `an exit ends the waiting, with the log and without its secrets`() async throws {
        let (_, client) = try stub(
            state: #"{"Status": "exited", "ExitCode": 3}"#, log: "opened with s3cret/word\r\n\u{1b}[31mcannot\r\n")
        var api = Sample.service("api")
        api.definition.dependsOn = [
            Dependency(
                service: "postgres", condition: .healthy, restart: false, required: true, location: Sample.place)
        ]
        let plan = Sample.plan([api, Sample.postgres])
        let failure = await #expect(throws: Failure.self) {
            try await waiter(client, Answers(gone), plan: plan).wait(for: Sample.postgres, container: "c1")
        }
        #expect(failure?.exitCode == .notReached)
        #expect(
            Sample.text(failure?.diagnostics ?? []) == """
                sfm-dev: error: 'postgres' exited with code 3 before it was ready
                note: 'api' was not started because it waits for 'postgres'
                note: postgres | opened with [redacted]
                note: postgres | \\x1b[31mcannot
                hint: sfm-dev logs postgres

                """)
    }

    @Test(arguments: ["restarting", "exited"])
    func `a crash loop has until the deadline`(_ status: String) async throws {
        let (_, client) = try stub(
            state: #"{"Status": "\#(status)", "ExitCode": 1}"#, restart: "unless-stopped", restarts: 2)
        let failure = await #expect(throws: Failure.self) {
            try await waiter(client, Answers(gone), limit: .zero).wait(for: Sample.postgres, container: "c1")
        }
        #expect(failure?.diagnostics.first?.message == "'postgres' does not answer after 0 s")
        let other = await #expect(throws: Failure.self) {
            try await waiter(client, Answers(gone), limit: .milliseconds(1))
                .wait(for: Sample.service("postgres"), container: "c1")
        }
        #expect(
            other?.diagnostics.first?.message
                == "'postgres' keeps ending: it was started again 2 times, last exit code 1")
    }

    @Test func `a container that was removed meanwhile ends the waiting`() async throws {
        let client = client(try StubServer())
        let failure = await #expect(throws: Failure.self) {
            try await waiter(client, Answers(gone)).wait(for: Sample.postgres, container: "c1")
        }
        #expect(
            failure?.diagnostics.first?.message
                == "'postgres' is gone: its container was removed while sfm-dev waited for it")
    }

    @Test func `an engine that hangs up does not stop the waiting`() async throws {
        let client = client(try StubServer { _ in .hangUp })
        let answers = Answers(gone, gone, .ready(ProbeFacts()))
        let answer = try await waiter(client, answers).wait(for: Sample.postgres, container: "c1")
        #expect(answer == .ready(ProbeFacts()))
    }

    @Test func `an engine that hangs up is named where only it could tell`() async throws {
        let client = client(try StubServer { _ in .hangUp })
        let failure = await #expect(throws: Failure.self) {
            try await waiter(client, Answers(gone), limit: .milliseconds(200))
                .wait(for: Sample.service("api", ready: .health), container: "c1")
        }
        #expect(failure?.diagnostics.first?.notes.first?.message.hasPrefix("last answer: the engine: ") == true)
    }

    @Test func `the wrong password names its credential`() async throws {
        let (_, client) = try stub(state: #"{"Status": "running", "Running": true}"#)
        let answers = Answers(.refused(.wrongPassword, "password authentication failed, not s3cret/word"))
        let failure = await #expect(throws: Failure.self) {
            try await waiter(client, answers).wait(for: Sample.postgres, container: "c1")
        }
        let text = Sample.text(failure?.diagnostics ?? [])
        #expect(text.hasPrefix("sfm-dev: error: 'postgres' refuses the password of 'postgres'\n"))
        #expect(text.contains("note: it says: password authentication failed, not [redacted]\n"))
        #expect(text.contains("--force-recreate makes its container anew, with the value of POSTGRES_PASSWORD\n"))
    }

    @Test(arguments: [
        (#""Health": {"Status": "starting"}"#, "its health check has not passed yet"),
        (
            #""Health": {"Status": "unhealthy", "Log": [{"ExitCode": 7, "Output": "no\nroute\n"}]}"#,
            "it is unhealthy: last check, exit 7: route"
        ),
    ])
    func `the container's own health check is told of`(_ health: String, _ words: String) async throws {
        let (_, client) = try stub(state: #"{"Status": "running", "Running": true, \#(health)}"#)
        let failure = await #expect(throws: Failure.self) {
            try await waiter(client, Answers(gone), limit: .milliseconds(30))
                .wait(for: Sample.service("api", ready: .health), container: "c1")
        }
        #expect(failure?.diagnostics.first?.message == "'api' is not ready after 0 s")
        #expect(failure?.diagnostics.first?.notes.first?.message == "last answer: \(words)")
    }

    @Test(arguments: [
        #"{"Status": "running", "Running": true, "Health": {"Status": "healthy"}}"#,
        #"{"Status": "running", "Running": true}"#,
    ])
    func `a port that is not published leaves it to the engine`(_ state: String) async throws {
        let (_, client) = try stub(state: state)
        var service = Sample.postgres
        service.definition.ports = []
        #expect(
            ReadinessCheck.note(service)
                == "the port of 'postgres' is not published: its health check decides, or that it runs")
        let answer = try await waiter(client, Answers(gone)).wait(for: service, container: "c1")
        #expect(answer == .ready(ProbeFacts()))
    }

    @Test(arguments: [0, 4])
    func `a job is waited for until it ends`(_ code: Int) async throws {
        let (_, client) = try stub(state: #"{"Status": "exited", "ExitCode": \#(code)}"#)
        let job = Sample.service("job", ready: .completed)
        if code == 0 {
            #expect(try await waiter(client, Answers(gone)).wait(for: job, container: "c1") == nil)
        } else {
            await #expect(throws: Failure.self) {
                try await waiter(client, Answers(gone)).wait(for: job, container: "c1")
            }
        }
    }

    @Test func `an external service is looked at where it is`() async throws {
        let (server, client) = try stub(state: "{}")
        var external = ExternalService(
            name: "redis", network: HostAndPort(host: "redis", port: 6379),
            host: HostAndPort(host: "::1", port: 6380), location: Sample.place)
        external.ready = .redis(user: nil, password: nil)
        let answers = Answers(gone)
        let failure = await #expect(throws: Failure.self) {
            try await waiter(client, answers)
                .wait(for: external, within: .milliseconds(1))
        }
        #expect(
            Sample.text(failure?.diagnostics ?? []) == """
                sfm-dev: error: 'redis' does not answer after 0 s
                note: last answer: connection refused
                note: another project runs it; looked for at [::1]:6380
                hint: start the shared stack that runs 'redis', or correct its address in the profile

                """)
        #expect(answers.addresses.first == ProbeAddress(host: "::1", port: 6380))
        #expect(server.requests.isEmpty)
    }

    @Test func `a cancelled wait ends as interrupted`() async throws {
        let (_, client) = try stub(state: #"{"Status": "running", "Running": true}"#)
        let (asked, hasAsked) = AsyncStream<Void>.makeStream()
        let waiter = ReadinessWaiter(plan: Sample.plan(), engine: client, exec: nil, redactor: .none) { _, _, _ in
            hasAsked.yield()
            return gone
        }
        let task = Task { () async -> Failure? in
            do throws(Failure) { _ = try await waiter.wait(for: Sample.postgres, container: "c1") } catch {
                return error
            }
            return nil
        }
        for await _ in asked { break }
        task.cancel()
        #expect(await task.value?.exitCode == .interrupted)
    }

    @Test(arguments: [
        ("", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("192.168.1.9", "192.168.1.9"),
    ])
    func `a port published everywhere is asked on this host`(_ hostIP: String, _ host: String) throws {
        var service = Sample.postgres
        service.definition.ports = [Sample.port(5433, 5432, host: hostIP)]
        guard case .probe(_, let address) = ReadinessCheck(service) else {
            Issue.record("not probed")
            return
        }
        #expect(address == ProbeAddress(host: host, port: 5433))
    }
}
