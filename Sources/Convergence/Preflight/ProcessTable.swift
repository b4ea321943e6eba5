import Diagnostics
package import Profiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Linux' table of sockets and processes (proc(5)). Elsewhere it is empty, and a holder stays unnamed.
package struct ProcessTable: Sendable {
    private let root: String

    package init(root: String = "/proc") { self.root = root }

    /// The process that listens where `address` is to be listened on; nil where none is found.
    package func holder(of address: HostAndPort, networkProtocol: String) -> ProcessHolder? {
        for file in [networkProtocol, networkProtocol + "6"] {
            guard let text = Self.read("\(root)/net/\(file)") else { continue }
            for line in text.split(separator: "\n").dropFirst() {
                guard let socket = Self.socket(line, networkProtocol), Self.blocks(socket.address, address) else {
                    continue
                }
                var holder = ProcessHolder(uid: socket.uid, listening: socket.address)
                if let pid = pid(ofSocket: socket.inode) {
                    holder.pid = pid
                    holder.name = Self.read("\(root)/\(pid)/comm").map {
                        LogExcerpt.visible(String($0.prefix { $0 != "\n" }))
                    }
                }
                return holder
            }
        }
        return nil
    }

    private struct Socket {
        var address: HostAndPort
        var uid: UInt32?
        var inode: String
    }

    /// A row of `net/tcp`: number, local address, remote address, state, …, uid (8th), timeout, inode (10th).
    private static func socket(_ line: Substring, _ networkProtocol: String) -> Socket? {
        let fields = line.split(separator: " ")
        // LISTEN is 0A; a UDP socket that waits for anybody is in state 07 (net/tcp_states.h).
        guard fields.count > 9, fields[3] == (networkProtocol == "udp" ? "07" : "0A") else { return nil }
        let parts = fields[1].split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1], radix: 16), let host = host(parts[0]) else { return nil }
        return Socket(address: HostAndPort(host: host, port: port), uid: UInt32(fields[7]), inode: String(fields[9]))
    }

    /// The kernel prints an address as 32-bit words in the byte order of the machine.
    private static func host(_ hex: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = hex
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
            rest = rest.dropFirst(8)
        }
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        // A program with one socket for both families listens on ::ffff:a.b.c.d.
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255]
        if bytes.count == 16, Array(bytes.prefix(12)) == mapped { bytes.removeFirst(12) }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// One socket on `::` usually takes the port of every IPv4 address too.
    private static func blocks(_ held: HostAndPort, _ wanted: HostAndPort) -> Bool {
        held.collides(with: wanted) || held.host == "::" && held.port == wanted.port
    }

    private func pid(ofSocket inode: String) -> Int32? {
        for pid in Self.names(in: root).compactMap({ Int32($0) }).sorted() {
            let folder = "\(root)/\(pid)/fd"
            if Self.names(in: folder).contains(where: { Self.link("\(folder)/\($0)") == "socket:[\(inode)]" }) {
                return pid
            }
        }
        return nil
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }

    private static func link(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return -1 }
            return readlink(path, start, bytes.count)
        }
        return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    private static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        // These files have no size: they are read until they end.
        while true {
            let count = buffer.withUnsafeMutableBytes { readOnce(file, $0) }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer.prefix(count)
        }
    }
}

/// `read(2)`; inside the type its own `read` hides it.
private func readOnce(_ file: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(file, buffer.baseAddress, buffer.count)
}
