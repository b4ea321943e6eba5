/// A volume to be created. Creating one that exists changes nothing, and the engine does not say so.
package struct VolumeSpec: Sendable, Equatable, Encodable {
    package var name: String
    package var driver: String
    package var options: [String: String]
    package var labels: [String: String]

    package init(
        name: String, driver: String = "local", options: [String: String] = [:], labels: [String: String] = [:]
    ) {
        self.name = name
        self.driver = driver
        self.options = options
        self.labels = labels
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encode(name, forKey: "Name")
        try fields.encode(driver, forKey: "Driver")
        try fields.encodeUnlessEmpty(options, "DriverOpts")
        try fields.encodeUnlessEmpty(labels, "Labels")
    }
}
