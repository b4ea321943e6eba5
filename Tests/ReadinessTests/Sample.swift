import Diagnostics
import Engine

@testable import Profiles
@testable import Templates

/// Small plans for tests to change.
enum Sample {
    static let place = SourceLocation(
        file: SourceFile(path: "compose/postgres.yaml", text: "ports:\n  - 5433:5432\n"), line: 2, column: 5)

    static func plan(_ services: [ResolvedService] = [postgres]) -> ResolvedPlan {
        var plan = ResolvedPlan(profile: "local", description: "", project: "sfm")
        plan.services = services
        plan.credentials = [
            ResolvedCredential(
                name: "POSTGRES_PASSWORD", value: Secret("s3cret/word"), source: .supplied, origin: "the store")
        ]
        return plan
    }

    static func service(_ name: String, ready: ResolvedService.ReadyCheck = .running) -> ResolvedService {
        var definition = ServiceDefinition()
        definition.image = "\(name):1"
        return ResolvedService(
            name: name, definition: definition, isOptional: false, isEnabled: true, isStandIn: false, endpoint: nil,
            ready: ready, readyWithin: .seconds(60), stopOrder: .stateless, buildHint: nil, location: place)
    }

    static var postgres: ResolvedService {
        var service = service(
            "postgres",
            ready: .postgres(user: "postgres", password: Secret("s3cret/word"), database: "somamemory"))
        service.endpoint = .init(network: 5432, host: 5432)
        service.definition.ports = [port(5433, 5432, variable: "POSTGRES_PORT")]
        return service
    }

    static func port(
        _ published: UInt16, _ target: UInt16, host: String = "127.0.0.1", variable: String? = nil
    ) -> Templates.PublishedPort {
        .init(
            hostIP: host, published: published, target: target, networkProtocol: "tcp", variable: variable,
            location: place)
    }

    static func container(
        _ name: String, project: String? = "sfm", service: String? = nil, state: ContainerState = .running,
        status: String = "Up 2 minutes", ports: [(String, Int, Int)] = [], created: Int64 = 0
    ) -> ContainerSummary {
        var labels: [String: String] = [:]
        labels["com.docker.compose.project"] = project
        labels["com.docker.compose.service"] = service
        return ContainerSummary(
            id: "id-\(name)", names: [name], image: "sfm-dev/stand-in-x:1", imageID: "y", labels: labels, state: state,
            status: status,
            ports: ports.map { Engine.PublishedPort(ip: $0.0, privatePort: $0.2, publicPort: $0.1) }, created: created)
    }

    static func text(_ diagnostics: [Diagnostic]) -> String { diagnostics.map { $0.rendered() }.joined() }
}
