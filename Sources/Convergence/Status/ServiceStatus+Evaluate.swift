import Diagnostics
package import Engine
package import Profiles
import Templates

extension ServiceStatus {
    /// One status for each service that the profile runs, for each optional one that has a container, and for each
    /// external one; sorted by name.
    /// - Parameters:
    ///   - containers: those of this project, in any state.
    ///   - answers: what each service answered, where it was asked.
    ///   - drift: causes by service.
    package static func evaluate(
        plan: ResolvedPlan, containers: [ContainerSummary], answers: [String: ProbeAnswer],
        drift: [String: [String]] = [:]
    ) -> [ServiceStatus] {
        // A password that is a service's name hides nothing by being hidden.
        let redactor = Redactor(plan.secretValues, sparing: Set(plan.services.map(\.name)))
        let own = plan.services.compactMap { service -> ServiceStatus? in
            let container = containers.current(of: service.name)
            guard service.isEnabled || container != nil else { return nil }
            return evaluate(service, container, answers[service.name])
        }
        let external = plan.external.map { service in
            var status = ServiceStatus(service: service.name, state: .external)
            status.endpoint = Endpoint(
                host: service.isFound ? service.host.description : nil, network: service.network.description)
            status.take(answers[service.name])
            if !service.isFound { status.cause = "where it is published was not found" }
            return status
        }
        return (own + external).map { status in
            var status = status
            status.drift = drift[status.service] ?? []
            status.cause = status.cause.map { redactor.redacted($0).shownOnOneLine }
            return status
        }.sorted { $0.service < $1.service }
    }

    private static func evaluate(
        _ service: ResolvedService, _ container: ContainerSummary?, _ answer: ProbeAnswer?
    ) -> ServiceStatus {
        var status = ServiceStatus(
            service: service.name, container: container?.names.first,
            state: container.map { State(rawValue: $0.state.rawValue) ?? .unknown } ?? .absent)
        // What runs, not what the plan would run.
        let running = container.flatMap { $0.image.hasPrefix("sha256:") || $0.image.isEmpty ? nil : $0.image }
        status.image = running ?? service.definition.image
        status.isStandIn = running?.hasPrefix("sfm-dev/stand-in-") ?? service.isStandIn
        status.endpoint.host = service.familiarAddress
        status.endpoint.network = service.endpoint.map { "\(service.name):\($0.network)" }
        let ports = (container?.ports ?? []).compactMap { port in
            port.publicPort.map {
                Port(hostIP: port.ip ?? "", published: $0, target: port.privatePort, networkProtocol: port.type)
            }
        }
        status.ports = ports.sorted { ($0.target, $0.hostIP, $0.published) < ($1.target, $1.hostIP, $1.published) }
        status.judge(service, container, answer)
        return status
    }

    private mutating func judge(_ service: ResolvedService, _ container: ContainerSummary?, _ answer: ProbeAnswer?) {
        guard let container else {
            cause = "it has not been created"
            return
        }
        let code = ObservedContainer(container).exitCode
        if case .completed = service.ready, container.state == .exited {
            isReady = code == 0
            cause = isReady ? nil : "it ended with code \(code ?? 1)"
            return
        }
        switch container.state {
        case .running, .unknown: take(answer)
        case .created: cause = "it has not been started"
        case .paused: cause = "it is paused"
        case .restarting: cause = "it keeps ending" + (code.map { ", last exit code \($0)" } ?? "")
        case .removing: cause = "it is being removed"
        case .exited: cause = "it exited" + (code.map { " with code \($0)" } ?? "")
        case .dead: cause = "the engine could not remove it"
        }
    }

    private mutating func take(_ answer: ProbeAnswer?) {
        switch answer {
        case .ready: isReady = true
        case nil: cause = "it was not asked"
        case let answer?: cause = answer.words
        }
    }
}

extension ResolvedService {
    /// Where it is reached on this host, as a developer would type it; nil where it is not published.
    package var familiarAddress: String? {
        hostPort.map { HostAndPort(host: $0.hostIP, port: $0.published).familiar.description }
    }
}

extension ContainerSummary {
    /// Its health check's word, or that it runs where it has none.
    var healthAnswer: ProbeAnswer {
        switch health {
        case .healthy, nil: .ready(ProbeFacts())
        case .starting: .refused(.notYet, "its health check has not passed yet")
        case .unhealthy: .refused(.notYet, "its health check says that it is unhealthy")
        }
    }
}
