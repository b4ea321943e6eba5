/// What is mounted into a container.
package struct MountPoint: Sendable, Hashable, Decodable {
    /// `bind`, `volume`, `tmpfs`, ….
    package var type: String
    /// The volume's name; `nil` unless it is a volume.
    package var name: String?
    /// A path on the engine's host.
    package var source: String
    package var destination: String
    package var isWritable: Bool

    package init(type: String, name: String? = nil, source: String, destination: String, isWritable: Bool = true) {
        self.type = type
        self.name = name
        self.source = source
        self.destination = destination
        self.isWritable = isWritable
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        type = try fields.value("Type", or: "")
        name = try fields.text("Name")
        source = try fields.value("Source", or: "")
        destination = try fields.value("Destination", or: "")
        isWritable = try fields.value("RW", or: true)
    }
}
