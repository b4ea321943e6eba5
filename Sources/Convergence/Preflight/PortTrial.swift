package import Profiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds out whether a port of this host is free by listening on it for a moment.
package enum PortTrial {
    /// False for an address that this host does not have, and for a port that only root may use: those the engine,
    /// which is root, must try itself.
    package static func isHeld(_ address: HostAndPort, networkProtocol: String) -> Bool {
        var trials = [address.listening]
        #if canImport(Darwin)
            // With SO_REUSEADDR, BSD's sockets let one address be taken from under a listener on all of them.
            trials.append(
                HostAndPort(host: address.listening.host.contains(":") ? "::" : "0.0.0.0", port: address.port))
        #endif
        return trials.contains { bindError($0, networkProtocol: networkProtocol) == EADDRINUSE }
    }

    private static func bindError(_ address: HostAndPort, networkProtocol: String) -> Int32? {
        let isIPv6 = address.host.contains(":")
        let family = isIPv6 ? AF_INET6 : AF_INET
        #if canImport(Glibc)
            let kind = Int32((networkProtocol == "udp" ? SOCK_DGRAM : SOCK_STREAM).rawValue)
        #else
            let kind = networkProtocol == "udp" ? SOCK_DGRAM : SOCK_STREAM
        #endif
        let file = socket(family, kind, 0)
        guard file >= 0 else { return errno }
        defer { close(file) }
        var on: Int32 = 1
        // A closed connection keeps its port for a minute (TIME_WAIT); that is no holder. UDP knows no such thing, and
        // there the option would let two programs share the port.
        if networkProtocol != "udp" {
            setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        if isIPv6 {
            setsockopt(file, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, socklen_t(MemoryLayout<Int32>.size))
            return bindIPv6(file, address)
        }
        return bindIPv4(file, address)
    }

    private static func bindIPv4(_ file: Int32, _ address: HostAndPort) -> Int32? {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = address.port.bigEndian
        guard inet_pton(AF_INET, address.host, &name.sin_addr) == 1 else { return EINVAL }
        return withUnsafeBytes(of: name) { bindName(file, $0) }
    }

    private static func bindIPv6(_ file: Int32, _ address: HostAndPort) -> Int32? {
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_port = address.port.bigEndian
        guard inet_pton(AF_INET6, address.host, &name.sin6_addr) == 1 else { return EINVAL }
        return withUnsafeBytes(of: name) { bindName(file, $0) }
    }

    private static func bindName(_ file: Int32, _ name: UnsafeRawBufferPointer) -> Int32? {
        guard let pointer = name.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return EINVAL }
        return bind(file, pointer, socklen_t(name.count)) == 0 ? nil : errno
    }
}
