package import Profiles

/// Kafka sends its clients from the address that they know to those that it advertises.
package struct AdvertisedBrokers: Sendable {
    /// A broker on this machine answers at once; nobody waits for one behind a firewall.
    private static let patience = Duration.seconds(1)

    private let service: ExternalService
    private let facts: ProbeFacts

    /// - Returns: nil for other services.
    package init?(_ service: ExternalService, _ facts: ProbeFacts) {
        guard case .kafka = service.ready else { return nil }
        self.service = service
        self.facts = facts
    }

    /// Tries them as the service's own clients would, all at once.
    /// - Returns: what is wrong with the addresses for programs on this machine; nil where nothing is, and where the search
    ///   was cancelled.
    package func note(
        _ probe: @escaping ReadinessWaiter.Probe = { await Convergence.probe($0, at: $1, deadline: $2) }
    ) async -> String? {
        guard case .probe(let target, let known) = ReadinessCheck(service) else { return nil }
        let answers = await withTaskGroup(of: (ProbeAddress, ProbeAnswer).self) { group in
            for broker in Set(facts.brokers) where broker != known {
                group.addTask { (broker, await probe(target, broker, Self.patience)) }
            }
            var answers: [ProbeAddress: ProbeAnswer] = [:]
            for await (broker, answer) in group { answers[broker] = answer }
            return answers
        }
        return Task.isCancelled ? nil : note(answers)
    }

    /// - Parameter answers: of those that were tried.
    func note(_ answers: [ProbeAddress: ProbeAnswer]) -> String? {
        var (lost, foreign): ([ProbeAddress], [ProbeAddress]) = ([], [])
        for broker in facts.brokers {
            switch answers[broker] {
            case .unreachable?, .silent?: lost.append(broker)
            case .refused(.notYet, _)?, nil: break
            // Another broker of this machine may listen where this one does on its own; it takes another login, too.
            case .ready(let found)?: if facts.cluster != nil, found.cluster != facts.cluster { foreign.append(broker) }
            case .refused?: foreign.append(broker)
            }
        }
        func list(_ brokers: [ProbeAddress]) -> String { brokers.map(\.description).joined(separator: ", ") }
        let faults = [
            lost.isEmpty ? nil : "\(list(lost)), which this machine cannot reach",
            foreign.isEmpty ? nil : "\(list(foreign)), where another cluster answers on this machine",
        ].compactMap(\.self)
        guard !faults.isEmpty else { return nil }
        return "'\(service.name)' at \(service.host) sends its clients to \(faults.joined(separator: ", and to ")): "
            + "only containers on its network can use it; its owner must advertise \(service.host) on a listener for this machine; "
            + "where it has one, 'external: {\(service.name): {host: \"discover:PORT\"}}' in config.yaml names its port"
    }
}
