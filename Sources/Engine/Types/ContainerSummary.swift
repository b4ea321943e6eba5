/// A container as the engine lists it.
package struct ContainerSummary: Sendable, Equatable, Decodable {
    package var id: String
    /// Without the leading slash. More than one only with legacy links.
    package var names: [String]
    /// The image as it was named at the creation; its id where that name has moved on to another image.
    package var image: String
    package var imageID: String
    package var labels: [String: String]
    package var state: ContainerState
    /// For people: `Up 4 days (healthy)`, `Exited (1) 2 minutes ago`.
    package var status: String
    package var ports: [PublishedPort]
    package var mounts: [MountPoint]
    /// By the network's name.
    package var networks: [String: NetworkAttachment]
    /// Seconds since 1970.
    package var created: Int64

    package init(
        id: String, names: [String], image: String, imageID: String, labels: [String: String] = [:],
        state: ContainerState, status: String = "", ports: [PublishedPort] = [], mounts: [MountPoint] = [],
        networks: [String: NetworkAttachment] = [:], created: Int64 = 0
    ) {
        self.id = id
        self.names = names
        self.image = image
        self.imageID = imageID
        self.labels = labels
        self.state = state
        self.status = status
        self.ports = ports
        self.mounts = mounts
        self.networks = networks
        self.created = created
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        id = try fields.decode(String.self, forKey: "Id")
        names = try fields.value("Names", or: [String]()).map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
        image = try fields.value("Image", or: "")
        imageID = try fields.value("ImageID", or: "")
        labels = try fields.value("Labels", or: [:])
        state = try fields.value("State", or: .unknown)
        status = try fields.value("Status", or: "")
        ports = try fields.value("Ports", or: [])
        mounts = try fields.value("Mounts", or: [])
        networks = try fields.nested("NetworkSettings")?.value("Networks", or: [:]) ?? [:]
        created = try fields.value("Created", or: 0)
    }

    /// `healthy`, `unhealthy` or `starting`, read from the status text: a field of its own came with API 1.52 only.
    package var health: HealthStatus? {
        if status.hasSuffix("(healthy)") { return .healthy }
        if status.hasSuffix("(unhealthy)") { return .unhealthy }
        return status.hasSuffix("(health: starting)") ? .starting : nil
    }
}
