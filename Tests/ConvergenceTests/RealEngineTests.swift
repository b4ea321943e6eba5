import Diagnostics
import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

@Suite(.enabled(if: TestEngine.isThere), .serialized)
struct RealEngineTests {
    /// Runs a test in a project of its own, and leaves nothing behind.
    private func within(_ name: String, _ body: (RealWorld) async throws -> Void) async throws {
        let real = try RealWorld(name)
        try await real.down()
        do { try await body(real) } catch {
            try await real.down()
            throw error
        }
        try await real.down()
        let left = try await real.observe()
        #expect(left.containers.isEmpty)
        #expect(left.networks["\(real.world.plan.project)_default"] == nil)
        #expect(left.volumes["\(real.world.plan.project)_data"] == nil)
    }

    @Test func `up makes everything once and then has nothing to do`() async throws {
        try await within("once") { real in
            let first = try await real.up()
            try first.report.check()
            #expect(
                first.text == """
                    converge-once_default  create  it does not exist yet
                    converge-once_data     create  it does not exist yet
                    store                  create  it does not exist yet
                    front                  create  it does not exist yet

                    """)
            _ = real.requests.take()
            let second = try await real.up()
            #expect(second.text.isEmpty)
            let requests = real.requests.take()
            #expect(requests.count <= 5)
            #expect(requests.allSatisfy { $0.method == "GET" })
        }
    }

    @Test func `a changed variable recreates its service and nothing else`() async throws {
        try await within("change") { real in
            try await real.up().report.check()
            let before = try await real.observe()
            real.world.change("store") { $0.definition.environment["SIZE"] = "2" }
            let second = try await real.up()
            try second.report.check()
            #expect(second.text == "store  recreate  SIZE added\n")
            let after = try await real.observe()
            #expect(after.containers.map(\.name) == before.containers.map(\.name))
            #expect(after.containers.map(\.state) == [.running, .running])
            #expect(after.containers(of: "front") == before.containers(of: "front"))
            #expect(after.containers(of: "store").first?.id != before.containers(of: "store").first?.id)
            #expect(try await real.up().text.isEmpty)
        }
    }

    @Test func `a container that cannot start gives way to the one before it`() async throws {
        try await within("back") { real in
            try await real.up().report.check()
            let before = try await real.container("store-1")
            real.world.change("store") { $0.definition.entrypoint = ["/no/such/program"] }
            real.world.change("store") { $0.definition.command = nil }
            let second = try await real.up()
            let failure = try #require(second.report.failures.first)
            #expect(second.report.failures.count == 1)
            let diagnostic = try #require(failure.diagnostics.first)
            #expect(diagnostic.message.hasPrefix("cannot recreate 'store': "))
            #expect(diagnostic.message.contains("/no/such/program"))
            #expect(diagnostic.notes.map(\.message) == ["the container that was there before runs again"])
            let after = try await real.observe()
            #expect(after.containers.count == 2)
            #expect(after.containers(of: "store").first?.id == before?.id)
            #expect(after.containers(of: "store").first?.state == .running)
            let detail = try await real.client.inspectContainer(try #require(before).id)
            #expect(detail.restartPolicy.name == "unless-stopped")
        }
    }

    @Test func `what interrupted runs leave is taken up`() async throws {
        try await within("crash") { real in
            try await real.up().report.check()
            real.world.change("store") { $0.definition.environment["SIZE"] = "2" }
            real.world.observed = try await real.observe()
            let old = try #require(try await real.container("store-1"))
            let worker = Executor(
                engine: real.client, api: try await real.client.connect().api, model: real.world.model, images: [:],
                waitReady: { (_, _) async throws(Failure) in }, sink: { _ in }
            ).worker
            let step = Step(.recreate(service: "store", old: old), cause: "SIZE added")

            // Made aside, never started.
            _ = try await worker.prepare(step)
            let third = try await real.up()
            try third.report.check()
            #expect(
                third.text == """
                    store  remove    it was made and never started
                    store  recreate  SIZE added

                    """)

            // Started, the old one not yet removed.
            real.world.change("store") { $0.definition.environment["SIZE"] = "3" }
            let current = try #require(try await real.container("store-1"))
            let next = Executor(
                engine: real.client, api: try await real.client.connect().api, model: real.world.model, images: [:],
                waitReady: { (_, _) async throws(Failure) in }, sink: { _ in }
            ).worker
            let made = try await next.prepare(Step(.recreate(service: "store", old: current), cause: ""))
            try await real.client.stopContainer(current.id, timeout: nil)
            try await real.client.startContainer(made.id)
            let fourth = try await real.up()
            try fourth.report.check()
            #expect(
                fourth.text == """
                    store  remove  another container of this service takes its place
                    store  rename  an interrupted run left it as 'converge-crash-store-1.sfm-new'

                    """)
            #expect(try await real.container("store-1")?.id == made.id)
            #expect(try await real.up().text.isEmpty)
        }
    }

    @Test func `containers in every state come back`() async throws {
        try await within("states") { real in
            try await real.up().report.check()
            let store = try #require(try await real.container("store-1"))
            let front = try #require(try await real.container("front-1"))
            try await real.client.killContainer(store.id, signal: "KILL")
            _ = try await real.client.waitContainer(store.id, until: .notRunning)
            try await real.client.stopContainer(front.id, timeout: nil)
            let second = try await real.up()
            try second.report.check()
            #expect(
                second.text == """
                    store  start  exited with code 137
                    front  start  it is stopped

                    """)
            #expect(try await real.up().text.isEmpty)
        }
    }

    @Test func `a secret is a file with its owner and mode, and nowhere else`() async throws {
        try await within("secret") { real in
            let password = "correct-horse"
            real.world.plan.secrets = [ResolvedSecret(name: "PASSWORD", value: Secret(password))]
            real.world.change("store") {
                $0.definition.secrets = [
                    FileMount(
                        source: "PASSWORD", target: "/run/secrets/password", uid: "70", gid: "71", mode: 0o400,
                        location: World.place)
                ]
                $0.definition.command = [
                    "stat -c '%u %g %a' /run/secrets/password /run/secrets; cat /run/secrets/password; "
                        + RealWorld.loop
                ]
            }
            try await real.up().report.check()
            let store = try #require(try await real.container("store-1"))
            try await real.client.stopContainer(store.id, timeout: nil)
            var bytes: [UInt8] = []
            for try await chunk in try await real.client.logs(store.id, LogQuery(), tty: false) { bytes += chunk.bytes }
            #expect(String(decoding: bytes, as: UTF8.self) == "70 71 400\n0 0 755\n\(password)")
            let detail = try await real.client.inspectContainer(store.id)
            #expect(!"\(detail)".contains(password))
        }
    }

    @Test func `a taken port is told in the engine's words and leaves nothing half made`() async throws {
        try await within("port") { real in
            for name in ["front", "store"] {
                real.world.change(name) {
                    $0.definition.dependsOn = []
                    $0.definition.ports = [
                        PublishedPort(
                            hostIP: "127.0.0.1", published: 29_931, target: 80, networkProtocol: "tcp", variable: nil,
                            location: World.place)
                    ]
                }
            }
            let first = try await real.up()
            let diagnostic = try #require(first.report.failures.first?.diagnostics.first)
            #expect(first.report.failures.count == 1)
            #expect(diagnostic.message.contains("29931"))
            #expect(diagnostic.hint == "sfm-dev doctor")
            #expect(try await real.observe().containers.map(\.state) == [.running])
        }
    }

    @Test func `a service that never gets ready keeps back what waits for it`() async throws {
        try await within("wait") { real in
            let first = try await real.up { name in Failure(.notReached, "'\(name)' does not answer") }
            #expect(
                first.report.failures == [Failure(.notReached, "'store' does not answer")])
            #expect(first.report.skipped.map(\.step.name) == ["front"])
            #expect(first.report.skipped.map(\.because) == ["'store' is not ready"])
            #expect(try await real.observe().containers.map(\.name) == ["converge-wait-store-1"])
        }
    }
}
