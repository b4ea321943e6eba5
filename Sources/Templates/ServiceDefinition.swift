package import Diagnostics

/// A service as the compose-spec describes it, interpolated and typed: what of it a container is made from.
/// `nil` and empty mean that the image decides.
package struct ServiceDefinition: Sendable, Equatable {
    package var image: String = ""
    package var command: [String]?
    package var entrypoint: [String]?
    /// A nil value stands for `NAME` alone, whose value comes from the settings.
    package var environment: [String: String?] = [:]
    /// Places of the names in `environment`.
    package var environmentPlaces: [String: SourceLocation] = [:]
    /// Files of variables, beaten by `environment` and by later files.
    package var environmentFiles: [EnvironmentFile] = []
    package var ports: [PublishedPort] = []
    package var expose: [String] = []
    package var mounts: [Mount] = []
    /// Paths, optionally with options: `/run:size=64m`.
    package var tmpfs: [String] = []
    /// By the network's key; empty means the project's default network.
    package var networks: [String: NetworkAttachment] = [:]
    package var secrets: [FileMount] = []
    package var configs: [FileMount] = []
    package var dependsOn: [Dependency] = []
    package var healthcheck: Healthcheck?
    /// `no`, `always`, `on-failure[:N]` or `unless-stopped`.
    package var restart: String?
    package var labels: [String: String] = [:]
    package var containerName: String?
    package var hostname: String?
    package var user: String?
    package var workingDirectory: String?
    package var initProcess: Bool?
    package var stopSignal: String?
    package var stopGracePeriod: TimeSpan?
    package var tty = false
    package var standardInputOpen = false
    package var readOnly = false
    package var platform: String?
    package var capabilitiesAdded: [String] = []
    package var capabilitiesDropped: [String] = []
    package var securityOptions: [String] = []
    /// `host=address`, sorted.
    package var extraHosts: [String] = []
    package var ulimits: [String: Ulimit] = [:]
    /// Bytes.
    package var sharedMemorySize: Int64?
    /// Bytes.
    package var memoryLimit: Int64?
    /// Cores; 1.5 is one and a half.
    package var cpus: Double?
    /// `deploy.resources.limits`.
    package var limits: ResourceLimits?
    /// Commands run inside after the start, and before the stop.
    package var postStart: [ServiceHook] = []
    package var preStop: [ServiceHook] = []
    /// docker compose's own profiles: a service that has some is optional.
    package var profiles: [String] = []
    package var pullPolicy: PullPolicy?
    package var logging: Logging?
    package var location: SourceLocation?

    package init() {}
}

/// A container port that the host can reach.
package struct PublishedPort: Sendable, Equatable {
    package var hostIP: String
    package var published: UInt16
    package var target: UInt16
    /// `tcp` or `udp`.
    package var networkProtocol: String
    /// NAME of the `${NAME:-…}` that gave the host port; a port without one is never moved.
    package var variable: String?
    package var location: SourceLocation

    /// Whether it publishes the same, wherever it is written.
    func isSame(_ other: PublishedPort) -> Bool {
        (hostIP, published, target, networkProtocol)
            == (other.hostIP, other.published, other.target, other.networkProtocol)
    }
}

/// Something mounted into a container.
package struct Mount: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A named volume, by its key.
        case volume(String)
        /// A path of the host, absolute.
        case bind(String)
        /// A volume without a name, which goes with its container.
        case nameless
        /// Bytes and permission bits of a folder in memory.
        case memory(size: Int64?, mode: Int?)
    }

    package var kind: Kind
    /// Absolute, cleaned.
    package var target: String
    package var readOnly: Bool
    /// A missing path of the host is made, as a folder.
    package var createsPath = true
    package var location: SourceLocation
}

package struct NetworkAttachment: Sendable, Equatable {
    package var aliases: [String] = []
    package var location: SourceLocation?

    package init() {}
}

/// A text that a container reads as a file: a secret or a config.
package struct FileMount: Sendable, Equatable {
    /// A credential's name, or that of a declared secret or config.
    package var source: String
    /// Absolute path inside the container.
    package var target: String
    package var uid: String
    package var gid: String
    /// Permission bits.
    package var mode: Int
    package var location: SourceLocation

    package init(source: String, target: String, uid: String, gid: String, mode: Int, location: SourceLocation) {
        self.source = source
        self.target = target
        self.uid = uid
        self.gid = gid
        self.mode = mode
        self.location = location
    }
}

package struct Dependency: Sendable, Equatable {
    package enum Condition: String, Sendable, CaseIterable {
        case started = "service_started"
        case healthy = "service_healthy"
        case completed = "service_completed_successfully"
    }

    package var service: String
    package var condition: Condition
    /// Restart this service when the other one is recreated.
    package var restart: Bool
    /// False: a missing or failed service is only warned about.
    package var required: Bool
    package var location: SourceLocation
}

package struct Healthcheck: Sendable, Equatable {
    /// `[CMD, …]`, `[CMD-SHELL, text]` or `[NONE]`; nil keeps the image's.
    package var test: [String]?
    package var interval: TimeSpan?
    package var timeout: TimeSpan?
    package var retries: Int?
    package var startPeriod: TimeSpan?
    package var startInterval: TimeSpan?
    package var disabled = false

    package init() {}
}

/// A file of lines `NAME=value`.
package struct EnvironmentFile: Sendable, Equatable {
    /// Absolute.
    package var path: String
    /// False: a missing file is as good as an empty one.
    package var isRequired: Bool
    /// Values as they stand there: no quotes, no interpolation.
    package var isRaw: Bool
    package var location: SourceLocation
}

package struct ResourceLimits: Sendable, Equatable {
    /// Cores.
    package var cpus: Double?
    /// Bytes.
    package var memory: Int64?
    /// Processes.
    package var pids: Int64?
}

/// A command that is run inside a container at one moment of its life.
package struct ServiceHook: Sendable, Equatable {
    package var command: [String]
    package var user: String?
    package var isPrivileged = false
    package var workingDirectory: String?
    package var environment: [String: String] = [:]
    package var location: SourceLocation
}

/// When an image is fetched from its registry; a flag of the command beats it.
package enum PullPolicy: String, Sendable, CaseIterable { case always, missing, never }

package struct Ulimit: Sendable, Equatable {
    package var soft: Int64
    package var hard: Int64
    /// Written as one number.
    package var isSingle: Bool
}

package struct Logging: Sendable, Equatable {
    package var driver: String
    package var options: [String: String]
}
