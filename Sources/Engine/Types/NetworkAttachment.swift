/// A container's place in one network.
package struct NetworkAttachment: Sendable, Hashable, Decodable {
    /// The network's id; empty while the container has never run.
    package var networkID: String
    /// The names under which the others reach it. API 1.41 gives them for an inspected container only, not in a list.
    package var aliases: [String]
    /// `nil` while the container does not run.
    package var ip: String?

    package init(networkID: String, aliases: [String] = [], ip: String? = nil) {
        self.networkID = networkID
        self.aliases = aliases
        self.ip = ip
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        networkID = try fields.value("NetworkID", or: "")
        aliases = try fields.value("Aliases", or: [])
        ip = try fields.text("IPAddress")
    }
}
