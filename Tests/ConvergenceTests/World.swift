import Compose
import Diagnostics
import Engine

@testable import Convergence
@testable import Profiles
@testable import Templates

/// A plan and what an engine has of it, for tests to change.
struct World {
    var plan: ResolvedPlan
    var key: [UInt8] = Array("key".utf8)
    var directory = "/home/dev/sfm"
    var observed: ObservedState
    var options = ReconcileOptions()

    /// Postgres and Redis with data; an optional API that waits for both; nothing on the engine but the images.
    init() {
        plan = ResolvedPlan(profile: "local", description: "", project: "sfm")
        plan.services = [Self.api, Self.postgres, Self.redis]
        plan.networks = [World.network("sfm")]
        plan.volumes = ["postgres_data", "redis_data"].map { key in
            ResolvedVolume(
                key: key, name: "sfm_\(key)", isExternal: false, driver: nil, labels: [:], location: nil)
        }
        observed = ObservedState(project: "sfm")
        for service in plan.services { observed.images[service.definition.image] = "sha256:\(service.name)" }
    }

    var model: ComposeModel { ComposeModel(plan: plan, directory: directory, planKey: key, mountDigests: [:]) }
    var reconciler: Reconciler { Reconciler(model: model, observed: observed, options: options) }

    static let place = SourceLocation(file: SourceFile(path: "compose/x.yaml", text: "a: b\n"), line: 1, column: 1)

    static func network(_ project: String) -> ResolvedNetwork {
        ResolvedNetwork(
            key: "default", name: "\(project)_default", isExternal: false, isInternal: false, driver: nil, labels: [:],
            location: nil)
    }

    static func service(_ name: String, image: String, data: Bool) -> ResolvedService {
        var definition = ServiceDefinition()
        definition.image = image
        definition.restart = "unless-stopped"
        if data {
            definition.mounts = [
                Mount(kind: .volume("\(name)_data"), target: "/data", readOnly: false, location: place)
            ]
        }
        return ResolvedService(
            name: name, definition: definition, isOptional: false, isEnabled: true, isStandIn: false, endpoint: nil,
            ready: .running, readyWithin: .seconds(60), stopOrder: data ? .data : .stateless, buildHint: nil,
            location: place)
    }

    private static var postgres: ResolvedService {
        var service = service("postgres", image: "postgres:15-alpine", data: true)
        service.definition.environment = ["POSTGRES_DB": "somamemory", "POSTGRES_USER": "postgres"]
        service.definition.ports = [
            PublishedPort(
                hostIP: "127.0.0.1", published: 5433, target: 5432, networkProtocol: "tcp", variable: nil,
                location: place)
        ]
        return service
    }

    private static var redis: ResolvedService { service("redis", image: "redis:7", data: true) }

    private static var api: ResolvedService {
        var service = service("api", image: "somafractalmemory-api", data: false)
        service.isOptional = true
        service.isEnabled = false
        service.buildHint = "make build"
        service.definition.dependsOn = [
            Dependency(
                service: "postgres", condition: .healthy, restart: true, required: true, location: place),
            Dependency(service: "redis", condition: .started, restart: false, required: false, location: place),
        ]
        return service
    }

    mutating func change(_ service: String, _ body: (inout ResolvedService) -> Void) {
        for index in plan.services.indices where plan.services[index].name == service { body(&plan.services[index]) }
    }

    mutating func observe(_ name: String, _ body: (inout ObservedContainer) -> Void) {
        for index in observed.containers.indices where observed.containers[index].name == name {
            body(&observed.containers[index])
        }
    }

    /// A container that is what the plan makes of a service at this moment.
    func fitting(_ service: ResolvedService, name: String? = nil) -> ObservedContainer {
        let name = name ?? model.containerName(of: service)
        let attached = plan.networks(of: service).map { ($0.name, "id-\($0.name)") }
        return ObservedContainer(
            id: "id-\(name)", name: name, service: service.name, state: .running,
            imageID: "sha256:\(service.name)", planHash: model.planHash(of: service),
            planParts: model.planParts(of: service), workingDirectory: model.workingDirectory,
            networks: Dictionary(attached) { first, _ in first },
            volumes: Set(plan.volumes(of: service).map(\.name)))
    }

    func fitting(_ service: String, name: String? = nil) -> ObservedContainer {
        plan.service(service).map { fitting($0, name: name) }
            ?? ObservedContainer(id: "id", name: service, service: service, state: .running)
    }

    mutating func add(_ container: ObservedContainer) {
        observed.containers.append(container)
        observed.containers.sort { $0.name < $1.name }
    }

    /// The engine has all of the enabled services, running, as the plan is now.
    mutating func run() {
        for network in plan.networks where !network.isExternal {
            observed.networks[network.name] = .init(
                id: "id-\(network.name)", name: network.name, project: "sfm", labels: model.networkLabels(of: network))
        }
        for volume in plan.volumes where !volume.isExternal {
            observed.volumes[volume.name] = .init(name: volume.name, project: "sfm")
        }
        for service in plan.enabledServices { add(fitting(service)) }
    }
}

extension StepGraph {
    /// Steps and notes as a user reads them.
    var transcript: String { text + notes.map { $0.rendered() }.joined() }
}
