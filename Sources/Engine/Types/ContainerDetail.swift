/// A container with all that the engine keeps of it.
package struct ContainerDetail: Sendable, Equatable, Decodable {
    package var id: String
    /// Without the leading slash.
    package var name: String
    /// RFC 3339.
    package var created: String
    package var imageID: String
    package var restartCount: Int
    package var state: RunState
    package var config: Config
    package var restartPolicy: RestartPolicy
    package var mounts: [MountPoint]
    /// By the network's name.
    package var networks: [String: NetworkAttachment]
    package var ports: [PublishedPort]

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        id = try fields.decode(String.self, forKey: "Id")
        let name = try fields.value("Name", or: "")
        self.name = name.hasPrefix("/") ? String(name.dropFirst()) : name
        created = try fields.value("Created", or: "")
        imageID = try fields.value("Image", or: "")
        restartCount = try fields.value("RestartCount", or: 0)
        state = try fields.decode(RunState.self, forKey: "State")
        config = try fields.decode(Config.self, forKey: "Config")
        restartPolicy = try fields.nested("HostConfig")?.optional("RestartPolicy") ?? RestartPolicy(name: "no")
        mounts = try fields.value("Mounts", or: [])
        let network = try fields.nested("NetworkSettings")
        networks = try network?.value("Networks", or: [:]) ?? [:]
        ports = try Self.ports(network?.value("Ports", or: [:]) ?? [:])
    }

    /// The engine writes `{"5432/tcp": [{"HostIp": "127.0.0.1", "HostPort": "5433"}]}`, `null` for one not published.
    private static func ports(_ wire: [String: [PortBinding]?]) -> [PublishedPort] {
        wire.sorted { $0.key < $1.key }.flatMap { key, bindings -> [PublishedPort] in
            let parts = key.split(separator: "/")
            guard let number = parts.first.flatMap({ Int($0) }) else { return [] }
            let type = parts.count > 1 ? String(parts[1]) : "tcp"
            guard let bindings, !bindings.isEmpty else { return [PublishedPort(privatePort: number, type: type)] }
            return bindings.map {
                PublishedPort(ip: $0.hostIP, privatePort: number, publicPort: Int($0.hostPort), type: type)
            }
        }
    }

    /// What the container was created with; the environment is left out where the engine does.
    package struct Config: Sendable, Equatable, Decodable {
        package var image: String
        package var environment: [String]
        package var command: [String]
        package var entrypoint: [String]
        /// Decides the form of its log: raw with a terminal, else in frames.
        package var tty: Bool
        package var labels: [String: String]
        package var user: String?
        package var workingDirectory: String?

        package init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: WireKey.self)
            image = try fields.value("Image", or: "")
            environment = try fields.value("Env", or: [])
            command = try fields.value("Cmd", or: [])
            entrypoint = try fields.value("Entrypoint", or: [])
            tty = try fields.value("Tty", or: false)
            labels = try fields.value("Labels", or: [:])
            user = try fields.text("User")
            workingDirectory = try fields.text("WorkingDir")
        }
    }
}
