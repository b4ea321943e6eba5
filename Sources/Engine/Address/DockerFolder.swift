/// The docker CLI's configuration folder: `DOCKER_CONFIG`, else `~/.docker`.
package struct DockerFolder: Sendable, Equatable {
    package let path: String

    /// - Returns: nil where neither `DOCKER_CONFIG` nor a home names one.
    package init?(environment: [String: String], home: String?) {
        if let folder = environment["DOCKER_CONFIG"], !folder.isEmpty {
            path = folder
        } else if let home {
            path = home + "/.docker"
        } else {
            return nil
        }
    }

    package var configurationPath: String { path + "/config.json" }

    /// What `config.json` holds; nil when it is absent, not readable or no file of a sensible size.
    package func configuration() -> [UInt8]? { ReadableFile.contents(of: configurationPath) }
}
