/// The engine's host and settings.
package struct EngineInfo: Sendable, Equatable, Decodable {
    /// The host's name.
    package var name: String
    /// Where images, containers and volumes lie; a path on the engine's host, which may be a virtual machine.
    package var rootDirectory: String
    package var storageDriver: String
    package var cpuCount: Int
    /// Bytes.
    package var memory: Int64
    package var serverVersion: String
    package var operatingSystem: String

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        name = try fields.value("Name", or: "")
        rootDirectory = try fields.value("DockerRootDir", or: "")
        storageDriver = try fields.value("Driver", or: "")
        cpuCount = try fields.value("NCPU", or: 0)
        memory = try fields.value("MemTotal", or: 0)
        serverVersion = try fields.value("ServerVersion", or: "")
        operatingSystem = try fields.value("OperatingSystem", or: "")
    }
}
