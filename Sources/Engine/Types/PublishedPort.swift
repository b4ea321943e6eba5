/// A port of a container, and where the host listens for it.
package struct PublishedPort: Sendable, Hashable, Decodable {
    /// The host's address; `nil` for a port that is not published.
    package var ip: String?
    /// The container's port.
    package var privatePort: Int
    /// The host's port; `nil` for a port that is not published.
    package var publicPort: Int?
    /// `tcp`, `udp` or `sctp`.
    package var type: String

    package init(ip: String? = nil, privatePort: Int, publicPort: Int? = nil, type: String = "tcp") {
        self.ip = ip
        self.privatePort = privatePort
        self.publicPort = publicPort
        self.type = type
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        ip = try fields.text("IP")
        privatePort = try fields.decode(Int.self, forKey: "PrivatePort")
        publicPort = try fields.optional("PublicPort")
        type = try fields.value("Type", or: "tcp")
    }
}
