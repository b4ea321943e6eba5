import Compose
import Diagnostics
import Engine
import Synchronization

@testable import Convergence
@testable import Profiles
@testable import Templates

/// A project of its own on a real engine, with services that only wait for their end.
final class RealWorld {
    var world = World()
    let client: EngineClient
    let requests = Recorded<EngineRequest>()

    /// - Parameter name: of the test, so that two tests share nothing.
    init(_ name: String) throws {
        let requests = requests
        client = try TestEngine.client { requests.add($0) }
        let project = "converge-\(name)"
        world.plan = ResolvedPlan(profile: "local", description: "", project: project)
        world.plan.networks = [World.network(project)]
        world.plan.volumes = [
            ResolvedVolume(
                key: "data", name: "\(project)_data", isExternal: false, driver: nil, labels: [:], location: nil)
        ]
        var store = World.service("store", image: Self.image, data: true)
        store.definition.mounts = [
            Mount(kind: .volume("data"), target: "/data", readOnly: false, location: World.place)
        ]
        var front = World.service("front", image: Self.image, data: false)
        front.definition.dependsOn = [
            Dependency(
                service: "store", condition: .healthy, restart: false, required: true, location: World.place)
        ]
        world.plan.services = [front, store]
        for name in ["front", "store"] {
            world.change(name) {
                $0.definition.entrypoint = ["sh", "-c"]
                $0.definition.command = [Self.loop]
            }
        }
    }

    static let image = "sfm-dev/stand-in-redis:1"
    static let loop = "trap 'exit 0' TERM; while :; do sleep 0.1; done"

    func observe() async throws -> ObservedState {
        try await ObservedState.observe(reader: client, plan: world.plan)
    }

    @discardableResult
    func up(
        ready: @escaping @Sendable (String) -> Failure? = { _ in nil }
    ) async throws -> (text: String, report: ExecutionReport) {
        world.observed = try await observe()
        return try await execute(world.reconciler.up(), ready: ready)
    }

    @discardableResult
    func down() async throws -> (text: String, report: ExecutionReport) {
        world.observed = try await observe()
        return try await execute(world.reconciler.down(volumes: true))
    }

    func execute(
        _ graph: StepGraph, ready: @escaping @Sendable (String) -> Failure? = { _ in nil }
    ) async throws -> (text: String, report: ExecutionReport) {
        let executor = Executor(
            engine: client, api: try await client.connect().api, model: world.model, images: world.observed.images,
            waitReady: { (service, _) async throws(Failure) in
                if let failure = ready(service.name) { throw failure }
            }, sink: { _ in })
        return (graph.text, await executor.run(graph))
    }

    func container(_ name: String) async throws -> ObservedContainer? {
        try await observe().containers.first { $0.name == "\(world.plan.project)-\(name)" }
    }
}

/// What happened, in order, told from any thread.
final class Recorded<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    func add(_ element: Element) { elements.withLock { $0.append(element) } }
    func take() -> [Element] {
        elements.withLock { elements in
            defer { elements = [] }
            return elements
        }
    }
}
