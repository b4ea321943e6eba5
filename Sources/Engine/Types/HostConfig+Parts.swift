/// Where the host listens for a container's port.
package struct PortBinding: Sendable, Equatable, Codable {
    package var hostIP: String
    /// A number as text; empty lets the engine choose.
    package var hostPort: String

    package init(hostIP: String, hostPort: String) {
        self.hostIP = hostIP
        self.hostPort = hostPort
    }

    private enum CodingKeys: String, CodingKey {
        case hostIP = "HostIp"
        case hostPort = "HostPort"
    }
}

/// When the engine starts a container again by itself.
package struct RestartPolicy: Sendable, Equatable, Codable {
    /// `no`, `always`, `unless-stopped` or `on-failure`.
    package var name: String
    /// For `on-failure`; 0 for no limit.
    package var maximumRetryCount: Int

    package init(name: String, maximumRetryCount: Int = 0) {
        self.name = name
        self.maximumRetryCount = maximumRetryCount
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        name = try fields.text("Name") ?? "no"
        maximumRetryCount = try fields.value("MaximumRetryCount", or: 0)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encode(name, forKey: "Name")
        if maximumRetryCount != 0 { try fields.encode(maximumRetryCount, forKey: "MaximumRetryCount") }
    }
}

package struct Ulimit: Sendable, Equatable, Encodable {
    package var name: String
    package var soft: Int
    package var hard: Int

    package init(name: String, soft: Int, hard: Int) {
        self.name = name
        self.soft = soft
        self.hard = hard
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case soft = "Soft"
        case hard = "Hard"
    }
}

package struct LogConfig: Sendable, Equatable, Encodable {
    package var type: String
    package var options: [String: String]

    package init(type: String, options: [String: String] = [:]) {
        self.type = type
        self.options = options
    }

    private enum CodingKeys: String, CodingKey {
        case type = "Type"
        case options = "Config"
    }
}

package struct Device: Sendable, Equatable, Encodable {
    package var hostPath: String
    package var containerPath: String
    /// Of `rwm`.
    package var permissions: String

    package init(hostPath: String, containerPath: String, permissions: String = "rwm") {
        self.hostPath = hostPath
        self.containerPath = containerPath
        self.permissions = permissions
    }

    private enum CodingKeys: String, CodingKey {
        case hostPath = "PathOnHost"
        case containerPath = "PathInContainer"
        case permissions = "CgroupPermissions"
    }
}
