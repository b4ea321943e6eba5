/// What a container does.
package enum ContainerState: String, Sendable, Decodable {
    case created, running, paused, restarting, removing, exited, dead
    /// An engine's own word that is not in the API (Podman has `initialized`, `configured`, `stopping`).
    case unknown

    package init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        // Podman's names for two of the API's states.
        switch name {
        case "stopped": self = .exited
        case "configured", "initialized": self = .created
        default: self = ContainerState(rawValue: name) ?? .unknown
        }
    }
}

/// What a container's health check found.
package enum HealthStatus: String, Sendable {
    case starting, healthy, unhealthy
}
