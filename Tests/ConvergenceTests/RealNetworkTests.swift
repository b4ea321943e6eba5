import Diagnostics
import Engine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

/// A network whose definition changed, on a real engine.
@Suite(.enabled(if: TestEngine.isThere), .serialized)
struct RealNetworkTests {
    private func within(_ name: String, _ body: (RealWorld) async throws -> Void) async throws {
        let real = try RealWorld(name)
        try await real.down()
        do { try await body(real) } catch {
            try await real.down()
            throw error
        }
        try await real.down()
    }

    /// How a look for a name ends inside a container: with 0 where it has an address.
    private func lookUp(_ name: String, in container: ObservedContainer, _ client: EngineClient) async throws -> Int {
        let exec = try await client.createExec(container.id, ExecSpec(command: ["getent", "hosts", name]))
        let session = try await client.startExec(exec, tty: false)
        for try await _ in session.output {}
        return try await session.exitCode()
    }

    @Test func `it is made anew under the same containers, which find each other as before`() async throws {
        try await within("remade") { real in
            real.world.change("store") {
                var place = Templates.NetworkAttachment()
                place.aliases = ["depot"]
                $0.definition.networks = ["default": place]
            }
            try await real.up().report.check()
            let before = try await real.observe()
            let network = "converge-remade_default"
            real.world.changeNetwork {
                $0.isInternal = true
                $0.labels = ["tier": "one"]
            }
            let second = try await real.up()
            try second.report.check()
            #expect(
                second.text == """
                    front                    stop      network '\(network)' is made anew
                    store                    stop      network '\(network)' is made anew
                    converge-remade_default  recreate  internal changed, label tier added
                    store                    start     network '\(network)' was made anew
                    front                    start     network '\(network)' was made anew

                    """)
            let after = try await real.observe()
            #expect(after.containers.map(\.id) == before.containers.map(\.id))
            #expect(after.containers.map(\.state) == [.running, .running])
            #expect(after.networks[network]?.id != before.networks[network]?.id)
            #expect(after.networks[network]?.isInternal == true)
            #expect(after.networks[network]?.labels["tier"] == "one")
            let front = try #require(after.containers(of: "front").first)
            for name in ["store", "depot", "converge-remade-store-1"] {
                #expect(try await lookUp(name, in: front, real.client) == 0, "\(name)")
            }
            #expect(try await real.up().text.isEmpty)

            // Interrupted with everything stopped, and between leaving and joining.
            for container in after.containers {
                try await real.client.stopContainer(container.id, timeout: nil)
                try await real.client.disconnectNetwork(network, container: container.id)
            }
            let third = try await real.up()
            try third.report.check()
            #expect(
                third.text == """
                    store  recreate  it is not attached to network '\(network)'
                    front  recreate  it is not attached to network '\(network)'

                    """)
            #expect(try await real.up().text.isEmpty)
        }
    }

    @Test func `it stays while another project's container is in it`() async throws {
        try await within("guest") { real in
            try await real.up().report.check()
            let before = try await real.observe()
            let network = "converge-guest_default"
            var spec = ContainerSpec(image: RealWorld.image)
            spec.host.networkMode = network
            let guest = try await real.client.createContainer(name: "converge-visitor", platform: nil, spec: spec)
            real.world.changeNetwork { $0.isInternal = true }
            let second = try await real.up()
            real.world.observed = try await real.observe()
            let transcript = try real.world.reconciler.up().transcript
            try await real.client.removeContainer(guest.id, force: true, volumes: true)
            #expect(second.text == "")
            #expect(
                transcript == """
                    sfm-dev: note: network '\(network)' differs from the plan (internal changed), and is used as it is
                    note: 'converge-visitor' (of no project) is in it
                    hint: docker network disconnect \(network) converge-visitor && sfm-dev up

                    """)
            #expect(try await real.observe().networks[network] == before.networks[network])
        }
    }

    @Test func `an engine that cannot make it leaves the old one with its containers`() async throws {
        try await within("refused") { real in
            try await real.up().report.check()
            let before = try await real.observe()
            // There is one such network in an engine, and never a second.
            real.world.changeNetwork { $0.driver = "host" }
            let second = try await real.up()
            let diagnostic = try #require(second.report.failures.first?.diagnostics.first)
            #expect(diagnostic.message.contains("\"host\" network"))
            #expect(diagnostic.notes.map(\.message) == ["one like the network that was there before is in its place"])
            // What was stopped starts when the plan can be true again.
            real.world.changeNetwork { $0.driver = nil }
            let third = try await real.up()
            try third.report.check()
            #expect(
                third.text == """
                    store  start  it is stopped
                    front  start  it is stopped

                    """)
            let after = try await real.observe()
            #expect(after.containers.map(\.id) == before.containers.map(\.id))
            #expect(try await real.up().text.isEmpty)
        }
    }
}
