/// What an engine says of itself in answer to `/_ping`.
package struct EngineVersion: Sendable, Equatable {
    /// The version that every call is made in: the lower of the engine's newest and ours.
    package var api: APIVersion
    /// The newest that the engine offers.
    package var offered: APIVersion
    /// The engine's own name and version, such as `Docker/20.10.24 (linux)`.
    package var server: String?

    package init(api: APIVersion, offered: APIVersion, server: String? = nil) {
        self.api = api
        self.offered = offered
        self.server = server
    }
}

/// What an engine says of itself in answer to `/version`.
package struct EngineRelease: Sendable, Equatable, Decodable {
    package var version: String
    package var apiVersion: String
    package var operatingSystem: String
    package var architecture: String
    /// `Engine` for Docker, `Podman Engine` for Podman; the parts that the engine names first.
    package var components: [String]

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: WireKey.self)
        version = try fields.value("Version", or: "")
        apiVersion = try fields.value("ApiVersion", or: "")
        operatingSystem = try fields.value("Os", or: "")
        architecture = try fields.value("Arch", or: "")
        components = try fields.value("Components", or: [Component]()).map(\.name)
    }

    private struct Component: Decodable {
        var name: String

        init(from decoder: any Decoder) throws {
            name = try decoder.container(keyedBy: WireKey.self).value("Name", or: "")
        }
    }
}
