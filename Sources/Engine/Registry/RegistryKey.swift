/// The name under which the docker CLI keeps the login of a registry.
package enum RegistryKey {
    /// `https://index.docker.io/v1/` for Docker Hub, for historical reasons; else the registry as an image's name has it,
    /// `host` or `host:port` (docker/cli, `cli/config/configfile/file.go`, `getAuthConfigKey`).
    package static func key(of registry: String) -> String {
        ["docker.io", "index.docker.io"].contains(registry) ? "https://index.docker.io/v1/" : registry
    }

    /// What old versions stored: a key may carry a scheme and a path, which count for nothing (docker/cli,
    /// `cli/config/credentials/file_store.go`, `ConvertToHostname`). Docker Hub's own key is no host and matches itself
    /// only.
    static func hostname(of stored: String) -> String {
        var rest = stored[...]
        let hasScheme = rest.firstRange(of: "://").map { range in
            rest = rest[range.upperBound...]
            return true
        }
        rest = rest.prefix { $0 != "/" }
        guard hasScheme == true else { return String(rest) }
        rest = rest.prefix { !"?#".contains($0) }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        // `host:` is the host without a port.
        return String(rest.last == ":" ? rest.dropLast() : rest)
    }
}
