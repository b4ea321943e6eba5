/// Where an engine's socket is, and who said so.
package struct EngineAddress: Sendable, Equatable {
    package var socketPath: String
    /// `DOCKER_HOST`, `docker context 'x'` or `default socket`.
    package var origin: String

    package init(socketPath: String, origin: String) {
        self.socketPath = socketPath
        self.origin = origin
    }

    /// Finds the engine as the docker CLI does, then at the places where engines put their sockets: `DOCKER_HOST`, the
    /// context that `DOCKER_CONTEXT` or the CLI's configuration names, then the first default socket that somebody
    /// listens on. What the user named is not tried here; the first call does that.
    /// - Throws: `remoteRefused`, `unknownContext`, `notPermitted`, `noSocket`.
    package static func find(environment: [String: String], home: String?) throws(EngineError) -> EngineAddress {
        if let host = environment["DOCKER_HOST"], !host.isEmpty {
            return try EngineAddress(url: host, origin: "DOCKER_HOST")
        }
        if let context = try DockerContext.current(environment: environment, home: home) {
            return try EngineAddress(url: context.host, origin: "docker context '\(context.name)'")
        }
        let places = defaultSockets(environment: environment, home: home)
        var closed: EngineError?
        for path in places {
            let address = EngineAddress(socketPath: path, origin: "default socket")
            do {
                _ = try UnixSocket(connectingTo: path)
                return address
            } catch {
                let refusal = EngineError.connecting(to: address, errorNumber: error.number)
                if closed == nil, case .notPermitted = refusal { closed = refusal }
            }
        }
        throw closed ?? .noSocket(tried: places)
    }

    /// - Parameter url: only `unix://` names a socket of this machine. The ports that a remote engine publishes are not
    ///   this host's.
    private init(url: String, origin: String) throws(EngineError) {
        let scheme = "unix://"
        guard url.hasPrefix(scheme), url.count > scheme.count else { throw .remoteRefused(url: url, origin: origin) }
        self.init(socketPath: String(url.dropFirst(scheme.count)), origin: origin)
    }

    /// Docker (root, rootless, Desktop), Colima, OrbStack, Podman (rootless, root), in this order.
    private static func defaultSockets(environment: [String: String], home: String?) -> [String] {
        let runtime = environment["XDG_RUNTIME_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        return [
            "/var/run/docker.sock",
            runtime.map { $0 + "/docker.sock" },
            home.map { $0 + "/.docker/run/docker.sock" },
            home.map { $0 + "/.colima/default/docker.sock" },
            home.map { $0 + "/.orbstack/run/docker.sock" },
            runtime.map { $0 + "/podman/podman.sock" },
            "/run/podman/podman.sock",
        ].compactMap { $0 }
    }
}
