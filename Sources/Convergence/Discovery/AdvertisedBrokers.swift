package import Profiles

/// Kafka sends its clients from the address that they know to those that it advertises.
package enum AdvertisedBrokers {
    /// A broker on this machine answers at once; nobody waits for one behind a firewall.
    private static let patience = Duration.seconds(1)

    /// - Returns: what is wrong with the addresses for programs on this machine; nil where nothing is, and for other services.
    package static func note(_ service: ExternalService, _ facts: ProbeFacts) async -> String? {
        guard case .kafka = service.ready else { return nil }
        var lost: [ProbeAddress] = []
        for broker in facts.brokers where broker != ProbeAddress(host: service.host.host, port: service.host.port) {
            guard case .ready = await probe(.tcp, at: broker, deadline: patience) else {
                lost.append(broker)
                continue
            }
        }
        guard !lost.isEmpty else { return nil }
        let names = lost.map(\.description).joined(separator: ", ")
        return "'\(service.name)' at \(service.host) sends its clients to \(names), which this machine cannot reach: "
            + "only containers on its network can use it; its owner must advertise \(service.host) on a listener for this machine"
    }
}
