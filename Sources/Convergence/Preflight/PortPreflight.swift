import Diagnostics
import Engine
import Profiles
import Templates

/// The part of the preflight that looks at host ports.
struct PortPreflight {
    let preflight: Preflight
    let holder: (HostAndPort, String) -> ProcessHolder?

    func check() -> (findings: [Diagnostic], moved: [String: UInt16], engineIsBusy: Bool) {
        var findings: [Diagnostic] = []
        var engineIsBusy = false
        var moved: [String: UInt16] = [:]
        let wanted = WantedPort.all(of: preflight.plan, in: preflight.starting)
        for port in wanted {
            guard !isOurs(port), let holder = find(port.address, port.networkProtocol) else {
                if let shadow = shadow(of: port) { findings.append(shadow) }
                continue
            }
            if case .process(let process) = holder, process.isEngine { engineIsBusy = true }
            if preflight.movesPorts, let variable = port.variable, fixed(variable) == nil {
                if moved[variable] == nil { moved[variable] = choose(for: port, besides: Set(moved.values)) }
                if moved[variable] != nil { continue }
            }
            findings.append(conflict(port, holder))
        }
        return (findings, moved, engineIsBusy)
    }

    /// The service's own container has it, and gives it back when it is replaced; so does a container of another
    /// service that is to be replaced and wants it no longer.
    private func isOurs(_ port: WantedPort) -> Bool {
        containers(at: port.address, port.networkProtocol).contains { summary in
            if preflight.removing.contains(summary.id) { return true }
            guard summary.labels[Label.project] == preflight.plan.project else { return false }
            let service = summary.labels[Label.service]
            return service == port.service || service.map(preflight.starting.contains) == true
        }
    }

    private func containers(at address: HostAndPort, _ networkProtocol: String) -> [ContainerSummary] {
        preflight.running.filter { published(by: $0, at: address, networkProtocol) != nil }
    }

    private func published(
        by summary: ContainerSummary, at address: HostAndPort, _ networkProtocol: String
    ) -> HostAndPort? {
        summary.ports.lazy.compactMap { port -> HostAndPort? in
            guard port.type == networkProtocol, let number = port.publicPort.flatMap(UInt16.init(exactly:)) else {
                return nil
            }
            let published = HostAndPort(host: port.ip ?? "", port: number).listening
            return published.collides(with: address) ? published : nil
        }.first
    }

    private func find(_ address: HostAndPort, _ networkProtocol: String) -> PortHolder? {
        for summary in preflight.running {
            guard let published = published(by: summary, at: address, networkProtocol) else { continue }
            return .container(
                name: summary.names.first ?? summary.id, project: summary.labels[Label.project],
                service: summary.labels[Label.service], published: published)
        }
        return holder(address.listening, networkProtocol).map { .process($0) }
    }

    /// `localhost` is both 127.0.0.1 and ::1: a port of which another program has the other half leads astray.
    private func shadow(of port: WantedPort) -> Diagnostic? {
        let others = ["127.0.0.1": "::1", "::1": "127.0.0.1"]
        guard let other = others[port.address.host].map({ HostAndPort(host: $0, port: port.address.port) }),
            !WantedPort.all(of: preflight.plan, in: Set(preflight.plan.services.map(\.name))).contains(where: {
                $0.address.collides(with: other) && $0.networkProtocol == port.networkProtocol
            }),
            !isOurs(WantedPort(service: port.service, address: other, networkProtocol: port.networkProtocol)),
            let holder = find(other, port.networkProtocol)
        else { return nil }
        return Diagnostic(
            .warning, "'localhost:\(port.address.port)' may reach another server than '\(port.service)'",
            notes: [.init("\(other) is \(holder.words)")], hint: remedies(port, holder))
    }

    private func choose(for port: WantedPort, besides chosen: Set<UInt16>) -> UInt16? {
        let plan = preflight.plan
        var taken = Set(plan.services.flatMap { $0.definition.ports.map(\.published) }).union(chosen)
        taken.formUnion(
            preflight.running.flatMap { $0.ports.compactMap { $0.publicPort.flatMap(UInt16.init(exactly:)) } })
        while let candidate = PortChoice.port(above: port.address.port, taken: taken) {
            let address = HostAndPort(host: port.address.host, port: candidate).listening
            if holder(address, port.networkProtocol) == nil { return candidate }
            taken.insert(candidate)
        }
        return nil
    }

    /// Who fixes a setting, where a chosen port could not beat it.
    private func fixed(_ variable: String) -> String? {
        preflight.plan.settings.first { $0.name == variable && $0.isFixed }?.origin
    }

    private func conflict(_ port: WantedPort, _ holder: PortHolder) -> Diagnostic {
        var notes = [Diagnostic.Note(holder.words)]
        if preflight.movesPorts {
            let origin = port.variable.flatMap(fixed)
            notes.append(
                origin.map { .init("--auto-ports leaves it: \($0) fixes it") }
                    ?? .init("--auto-ports moves only ports that a setting gives", at: port.location))
        }
        return Diagnostic(
            .error, "cannot start '\(port.service)': host port \(port.address.port) is in use", notes: notes,
            hint: remedies(port, holder))
    }

    private func remedies(_ port: WantedPort, _ holder: PortHolder) -> String {
        if case .container(let name, let project, _, _) = holder, project == preflight.plan.project {
            return "docker rm -f \(name), or sfm-dev up --remove-orphans"
        }
        guard let variable = port.variable else {
            let place = port.location.map { " in \($0)" } ?? ""
            return "\(holder.remedy), or give '\(port.service)' another host port\(place)"
        }
        if let origin = fixed(variable) { return "\(holder.remedy), or change \(variable) in \(origin)" }
        return "\(holder.remedy), or set \(variable) in config.yaml, or sfm-dev up --auto-ports"
    }
}
