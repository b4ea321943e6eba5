package import Diagnostics
package import Engine
package import Profiles

/// Why nobody can tell where a service of others is reached from this machine.
package enum DiscoveryFault: Error, Equatable {
    case noNetwork(String)
    /// The networks are there, and no container is in them.
    case nobody([String])
    case unknown([String], known: [String])
    case several([String])
    case stopped(String, ContainerState)
    case unpublished(String, [PublishedPort])
    /// Published on an address that is not this machine's loopback.
    case elsewhere(String, HostAndPort)

    /// Whether both are one thing to mend, though it hides several services.
    package func isSame(as other: DiscoveryFault) -> Bool {
        switch (self, other) {
        case (.noNetwork(let network), .noNetwork(let second)): network == second
        case (.nobody(let networks), .nobody(let others)): networks == others
        default: false
        }
    }

    package func diagnostic(_ service: ExternalService, overrides: String) -> Diagnostic {
        let name = service.network.host
        let port = service.discovered?.port ?? service.network.port
        func written(_ key: String, _ address: String) -> String {
            "write 'external: {\(service.name): {\(key): \"\(address)\"}}' under 'sfm-dev:' in \(overrides)"
        }
        let (text, notes, hint): (String, [String], String) =
            switch self {
            case .noNetwork(let network):
                (
                    "'\(service.name)' is looked for on network '\(network)', which this engine does not have", [],
                    "start the shared stack that makes it; docker network ls"
                )
            case .nobody(let networks):
                (
                    "'\(service.name)' is looked for on \(Self.list(networks)), where no container is", [],
                    "start the shared stack"
                )
            case .unknown(let networks, let known):
                (
                    "no container on \(Self.list(networks)) is called '\(name)'",
                    ["there are: \(Set(known).sorted().joined(separator: ", "))"],
                    written("network", "\(nearestName(to: name, among: known) ?? "NAME"):\(port)")
                )
            case .several(let containers):
                (
                    "'\(name)' is more than one container: \(Self.list(containers))", [],
                    "stop the ones that are not meant, or "
                        + written("network", "\(containers.first ?? name):\(port)")
                )
            case .stopped(let container, .paused):
                ("'\(service.name)' is container '\(container)', which is paused", [], "docker unpause \(container)")
            case .stopped(let container, .restarting):
                (
                    "'\(service.name)' is container '\(container)', which ends and is restarted again and again", [],
                    "docker logs \(container)"
                )
            case .stopped(let container, _):
                ("'\(service.name)' is container '\(container)', which does not run", [], "docker start \(container)")
            case .unpublished(let container, let ports):
                (
                    "'\(service.name)' is container '\(container)', which publishes no port for \(port)",
                    Self.published(ports).map { ["it publishes \($0)"] } ?? [],
                    "ask its owner to publish it on this machine, or " + written("host", "HOST:PORT")
                )
            case .elsewhere(let container, let address):
                (
                    "'\(service.name)' is container '\(container)', which publishes \(port) on \(address) only", [],
                    written("host", address.description)
                )
            }
        return Diagnostic(.error, text, at: service.location, notes: notes.map { .init($0) }, hint: hint)
    }

    private static func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }

    /// nil where there are none.
    private static func published(_ ports: [PublishedPort]) -> String? {
        let texts = ports.compactMap { port in port.publicPort.map { "\(port.privatePort) as \($0)" } }
        return texts.isEmpty ? nil : Set(texts).sorted().joined(separator: ", ")
    }
}
