/// An image that the engine has.
package struct ImageDetail: Sendable, Equatable, Decodable {
    package var id: String
    package var tags: [String]
    package var digests: [String]
    package var operatingSystem: String
    package var architecture: String
    package var labels: [String: String]
    /// What a container of it runs as; `nil` for root.
    package var user: String?

    package init(
        id: String, tags: [String] = [], digests: [String] = [], operatingSystem: String = "linux",
        architecture: String = "", labels: [String: String] = [:], user: String? = nil
    ) {
        self.id = id
        self.tags = tags
        self.digests = digests
        self.operatingSystem = operatingSystem
        self.architecture = architecture
        self.labels = labels
        self.user = user
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        id = try fields.decode(String.self, forKey: "Id")
        tags = try fields.value("RepoTags", or: [])
        digests = try fields.value("RepoDigests", or: [])
        operatingSystem = try fields.value("Os", or: "")
        architecture = try fields.value("Architecture", or: "")
        let config = try fields.nested("Config")
        labels = try config?.value("Labels", or: [:]) ?? [:]
        user = try config?.text("User")
    }
}

/// An image as the engine lists it.
package struct ImageSummary: Sendable, Equatable, Decodable {
    package var id: String
    package var tags: [String]
    package var digests: [String]
    package var labels: [String: String]

    package init(id: String, tags: [String] = [], digests: [String] = [], labels: [String: String] = [:]) {
        self.id = id
        self.tags = tags
        self.digests = digests
        self.labels = labels
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        id = try fields.decode(String.self, forKey: "Id")
        tags = try fields.value("RepoTags", or: []).filter { $0 != "<none>:<none>" }
        digests = try fields.value("RepoDigests", or: []).filter { $0 != "<none>@<none>" }
        labels = try fields.value("Labels", or: [:])
    }
}
