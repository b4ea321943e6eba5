package import Diagnostics
package import Profiles
import Templates

/// A host port that a container wants, which is to be created or started.
package struct WantedPort: Sendable, Equatable {
    package var service: String
    package var address: HostAndPort
    /// `tcp` or `udp`.
    package var networkProtocol: String
    /// The setting that gave it; without one it is never moved.
    package var variable: String?
    package var location: SourceLocation?

    package init(
        service: String, address: HostAndPort, networkProtocol: String = "tcp", variable: String? = nil,
        location: SourceLocation? = nil
    ) {
        self.service = service
        self.address = address
        self.networkProtocol = networkProtocol
        self.variable = variable
        self.location = location
    }

    /// The ports of these services, in the plan's order. A port that the engine chooses (0) is always free.
    package static func all(of plan: ResolvedPlan, in services: Set<String>) -> [WantedPort] {
        plan.enabledServices.filter { services.contains($0.name) }.flatMap { service in
            service.definition.ports.filter { $0.published != 0 }.map {
                WantedPort(
                    service: service.name, address: HostAndPort(host: $0.hostIP, port: $0.published),
                    networkProtocol: $0.networkProtocol, variable: $0.variable, location: $0.location)
            }
        }
    }
}

extension HostAndPort {
    /// The address to listen on, `0.0.0.0` where none is named.
    var listening: HostAndPort { HostAndPort(host: host.isEmpty ? "0.0.0.0" : host, port: port) }

    /// The address to connect to on this host.
    package var connecting: HostAndPort {
        switch host {
        case "", "0.0.0.0": HostAndPort(host: "127.0.0.1", port: port)
        case "::": HostAndPort(host: "::1", port: port)
        default: self
        }
    }

    /// As a developer would type it.
    package var familiar: HostAndPort {
        let address = connecting
        return address.host == "127.0.0.1" || address.host == "::1"
            ? HostAndPort(host: "localhost", port: port) : address
    }

    /// Whether only one of the two can be listened on. The engine publishes IPv4 and IPv6 apart.
    func collides(with other: HostAndPort) -> Bool {
        let (a, b) = (listening, other.listening)
        guard a.port == b.port, a.host.contains(":") == b.host.contains(":") else { return false }
        return a.host == b.host || [a.host, b.host].contains { $0 == "0.0.0.0" || $0 == "::" }
    }
}
