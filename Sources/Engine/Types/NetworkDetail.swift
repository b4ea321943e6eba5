/// A network of the engine.
package struct NetworkDetail: Sendable, Equatable, Decodable {
    package var id: String
    package var name: String
    package var driver: String
    package var isInternal: Bool
    package var labels: [String: String]
    /// Containers in it, name by id. Only an inspected network has them, not a listed one.
    package var containers: [String: String]

    package init(
        id: String, name: String, driver: String = "bridge", isInternal: Bool = false, labels: [String: String] = [:],
        containers: [String: String] = [:]
    ) {
        self.id = id
        self.name = name
        self.driver = driver
        self.isInternal = isInternal
        self.labels = labels
        self.containers = containers
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        id = try fields.decode(String.self, forKey: "Id")
        name = try fields.value("Name", or: "")
        driver = try fields.value("Driver", or: "")
        isInternal = try fields.value("Internal", or: false)
        labels = try fields.value("Labels", or: [:])
        containers = try fields.value("Containers", or: [String: Member]()).mapValues(\.name)
    }

    private struct Member: Decodable {
        var name: String

        init(from decoder: any Decoder) throws {
            name = try decoder.container(keyedBy: WireKey.self).value("Name", or: "")
        }
    }
}
