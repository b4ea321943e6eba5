/// A container to be created; the names on the wire are those of the API.
package struct ContainerSpec: Sendable, Equatable, Encodable {
    package var image: String
    /// `nil` leaves the image's, empty removes it.
    package var command: [String]?
    package var entrypoint: [String]?
    /// `NAME=value`; a `NAME` alone removes the image's. Anyone who may inspect the container can read it.
    package var environment: [String] = []
    package var user: String?
    package var workingDirectory: String?
    package var labels: [String: String] = [:]
    /// `5432/tcp`, published or not.
    package var exposedPorts: Set<String> = []
    package var healthcheck: Healthcheck?
    package var stopSignal: String?
    /// Seconds.
    package var stopTimeout: Int?
    package var tty = false
    package var openStdin = false
    package var hostname: String?
    package var domainname: String?
    package var host = HostConfig()
    /// By the network's name. Before API 1.44 the engine takes one at the creation; the others are connected after it.
    package var networks: [String: EndpointConfig] = [:]

    package init(image: String) { self.image = image }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encode(image, forKey: "Image")
        try fields.encodeIfPresent(command, forKey: "Cmd")
        try fields.encodeIfPresent(entrypoint, forKey: "Entrypoint")
        try fields.encodeUnlessEmpty(environment, "Env")
        try fields.encodeIfPresent(user, forKey: "User")
        try fields.encodeIfPresent(workingDirectory, forKey: "WorkingDir")
        try fields.encodeUnlessEmpty(labels, "Labels")
        let ports = Dictionary(uniqueKeysWithValues: exposedPorts.map { ($0, Empty()) })
        try fields.encodeUnlessEmpty(ports, "ExposedPorts")
        try fields.encodeIfPresent(healthcheck, forKey: "Healthcheck")
        try fields.encodeIfPresent(stopSignal, forKey: "StopSignal")
        try fields.encodeIfPresent(stopTimeout, forKey: "StopTimeout")
        if tty { try fields.encode(true, forKey: "Tty") }
        if openStdin { try fields.encode(true, forKey: "OpenStdin") }
        try fields.encodeIfPresent(hostname, forKey: "Hostname")
        try fields.encodeIfPresent(domainname, forKey: "Domainname")
        try fields.encode(host, forKey: "HostConfig")
        if !networks.isEmpty { try fields.encode(["EndpointsConfig": networks], forKey: "NetworkingConfig") }
    }

    /// An object that only its key says something of.
    private struct Empty: Encodable {}
}

extension KeyedEncodingContainer<WireKey> {
    mutating func encodeUnlessEmpty(_ value: some Collection & Encodable, _ key: WireKey) throws {
        if !value.isEmpty { try encode(value, forKey: key) }
    }
}
