/// A volume of the engine.
package struct VolumeDetail: Sendable, Equatable, Decodable {
    package var name: String
    package var driver: String
    package var mountpoint: String
    /// RFC 3339; before Docker 23 the time of the last change in the volume's own folder.
    package var createdAt: String
    package var labels: [String: String]

    package init(
        name: String, driver: String = "local", mountpoint: String = "", createdAt: String = "",
        labels: [String: String] = [:]
    ) {
        self.name = name
        self.driver = driver
        self.mountpoint = mountpoint
        self.createdAt = createdAt
        self.labels = labels
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        name = try fields.decode(String.self, forKey: "Name")
        driver = try fields.value("Driver", or: "local")
        mountpoint = try fields.value("Mountpoint", or: "")
        createdAt = try fields.value("CreatedAt", or: "")
        labels = try fields.value("Labels", or: [:])
    }
}
