/// How a container joins one network.
package struct EndpointConfig: Sendable, Equatable, Encodable {
    package var aliases: [String]
    /// A fixed address; `nil` lets the engine choose.
    package var ipv4Address: String?
    package var ipv6Address: String?

    package init(aliases: [String] = [], ipv4Address: String? = nil, ipv6Address: String? = nil) {
        self.aliases = aliases
        self.ipv4Address = ipv4Address
        self.ipv6Address = ipv6Address
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encodeUnlessEmpty(aliases, "Aliases")
        guard ipv4Address != nil || ipv6Address != nil else { return }
        var addresses = fields.nestedContainer(keyedBy: WireKey.self, forKey: "IPAMConfig")
        try addresses.encodeIfPresent(ipv4Address, forKey: "IPv4Address")
        try addresses.encodeIfPresent(ipv6Address, forKey: "IPv6Address")
    }
}
