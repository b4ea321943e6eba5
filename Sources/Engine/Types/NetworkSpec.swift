/// A network to be created.
package struct NetworkSpec: Sendable, Equatable, Encodable {
    package var name: String
    package var driver: String
    package var isInternal: Bool
    package var isAttachable: Bool
    package var enablesIPv6: Bool
    package var subnets: [Subnet]
    package var options: [String: String]
    package var labels: [String: String]

    package struct Subnet: Sendable, Equatable, Encodable {
        package var subnet: String?
        package var gateway: String?
        package var range: String?

        package init(subnet: String? = nil, gateway: String? = nil, range: String? = nil) {
            self.subnet = subnet
            self.gateway = gateway
            self.range = range
        }

        private enum CodingKeys: String, CodingKey {
            case subnet = "Subnet"
            case gateway = "Gateway"
            case range = "IPRange"
        }
    }

    package init(
        name: String, driver: String = "bridge", isInternal: Bool = false, isAttachable: Bool = false,
        enablesIPv6: Bool = false, subnets: [Subnet] = [], options: [String: String] = [:],
        labels: [String: String] = [:]
    ) {
        self.name = name
        self.driver = driver
        self.isInternal = isInternal
        self.isAttachable = isAttachable
        self.enablesIPv6 = enablesIPv6
        self.subnets = subnets
        self.options = options
        self.labels = labels
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encode(name, forKey: "Name")
        // Without it an engine before API 1.44 makes a second network of the same name; later ones ignore it.
        try fields.encode(true, forKey: "CheckDuplicate")
        try fields.encode(driver, forKey: "Driver")
        if isInternal { try fields.encode(true, forKey: "Internal") }
        if isAttachable { try fields.encode(true, forKey: "Attachable") }
        if enablesIPv6 { try fields.encode(true, forKey: "EnableIPv6") }
        if !subnets.isEmpty { try fields.encode(["Config": subnets], forKey: "IPAM") }
        try fields.encodeUnlessEmpty(options, "Options")
        try fields.encodeUnlessEmpty(labels, "Labels")
    }
}
