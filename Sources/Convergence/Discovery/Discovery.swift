import Diagnostics
import Engine
package import Profiles

/// Where this machine reaches what stands behind a name on a network that others run.
package struct Discovery: Sendable {
    /// What is there, by the network's name; nil for one that the engine does not have.
    let networks: [String: [NetworkMember]?]

    package init(_ networks: [String: [NetworkMember]?]) { self.networks = networks }

    /// - Parameter address: as a container on the network uses it.
    /// - Throws: what was found instead.
    package func find(_ address: HostAndPort) throws(DiscoveryFault) -> HostAndPort {
        let missing = networks.filter { $0.value == nil }.map(\.key).sorted()
        let members = networks.sorted { $0.key < $1.key }.flatMap { $0.value ?? [] }
        let called = members.filter { $0.names.contains(address.host) }
        // One that has ended answers to no name while another runs.
        let running = called.filter { $0.state == .running }
        guard let member = running.first ?? called.first else {
            if let network = missing.first { throw .noNetwork(network) }
            let names = networks.keys.sorted()
            throw members.isEmpty ? .nobody(names) : .unknown(names, known: Self.known(members))
        }
        let containers = Set(running.map(\.container)).sorted()
        guard containers.count < 2 else { throw .several(containers) }
        guard member.state == .running else { throw .stopped(member.container, member.state) }
        let published = member.ports.filter { port in
            port.privatePort == Int(address.port) && port.type == "tcp" && port.publicPort != nil
        }.sorted { ($0.publicPort ?? 0) < ($1.publicPort ?? 0) }
        guard let port = published.first(where: \.isLocal), let number = port.publicPort.flatMap(UInt16.init(exactly:))
        else {
            guard let other = published.first, let ip = other.ip,
                let number = other.publicPort.flatMap(UInt16.init(exactly:))
            else { throw .unpublished(member.container, member.ports) }
            throw .elsewhere(member.container, HostAndPort(host: ip, port: number))
        }
        return HostAndPort(host: "localhost", port: number)
    }

    /// The names that people gave: an engine adds the container's id.
    private static func known(_ members: [NetworkMember]) -> [String] {
        members.flatMap { member in member.names.filter { $0.count != 12 || !$0.allSatisfy(\.isHexDigit) } }
    }
}

extension PublishedPort {
    /// This machine's own loopback reaches it.
    fileprivate var isLocal: Bool { ["", "0.0.0.0", "::", "127.0.0.1", "::1"].contains(ip ?? "") }
}
