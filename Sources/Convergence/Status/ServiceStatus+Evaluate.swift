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
        let own = plan.services.compactMap { service -> ServiceStatus? in
            let container = current(service.name, containers)
            guard service.isEnabled || container != nil else { return nil }
            return evaluate(service, container, answers[service.name])
        }
        let external = plan.external.map { service in
            var status = ServiceStatus(service: service.name, state: .external)
            status.endpoint = Endpoint(host: service.host.description, network: service.network.description)
            status.take(answers[service.name])
            return status
        }
        return (own + external).map { status in
            var status = status
            status.drift = drift[status.service] ?? []
            status.cause = status.cause.map { LogExcerpt.visible(LogExcerpt.hide(plan.secretValues, in: $0)) }
            return status
        }.sorted { $0.service < $1.service }
    }

    /// The container that stands for a service: one that runs rather than another, then the youngest. Those of
    /// `docker compose run` do not count.
    static func current(_ service: String, _ containers: [ContainerSummary]) -> ContainerSummary? {
        containers.filter { $0.labels[Label.service] == service && $0.labels[Label.oneOff] != "True" }
            .max { ($0.state == .running ? 1 : 0, $0.created) < ($1.state == .running ? 1 : 0, $1.created) }
    }

    private static func evaluate(
        _ service: ResolvedService, _ container: ContainerSummary?, _ answer: ProbeAnswer?
    ) -> ServiceStatus {
        var status = ServiceStatus(
            service: service.name, container: container?.names.first,
            state: container.map { State(rawValue: $0.state.rawValue) ?? .unknown } ?? .absent)
        status.image = service.definition.image
        status.isStandIn = service.isStandIn
        status.endpoint.host = service.hostPort.map {
            HostAndPort(host: $0.hostIP, port: $0.published).familiar.description
        }
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
        let code = container.exitCode
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

extension ContainerSummary {
    /// `1` of `Exited (1) 2 minutes ago` and `Restarting (1) 3 seconds ago`: the list has no field for it.
    var exitCode: Int? {
        guard state == .exited || state == .restarting, let open = status.firstIndex(of: "("),
            let close = status[open...].firstIndex(of: ")")
        else { return nil }
        return Int(status[status.index(after: open)..<close])
    }

    /// Its health check's word, or that it runs where it has none.
    var healthAnswer: ProbeAnswer {
        switch health {
        case .healthy, nil: .ready(ProbeFacts())
        case .starting: .refused(.notYet, "its health check has not passed yet")
        case .unhealthy: .refused(.notYet, "its health check says that it is unhealthy")
        }
    }
}
