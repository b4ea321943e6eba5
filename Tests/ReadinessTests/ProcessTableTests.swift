import Convergence
import Profiles
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder in the form of `/proc`, removed with its owner.
private final class ProcFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/proc-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        for folder in ["net", "812", "812/fd", "900"] { mkdir("\(path)/\(folder)", 0o755) }
        write("812/comm", "postgres\n")
        symlink("/dev/null", "\(path)/812/fd/0")
        symlink("socket:[4711]", "\(path)/812/fd/7")
    }

    func write(_ name: String, _ text: String) {
        guard let file = fopen("\(path)/\(name)", "w") else { return }
        fputs(text, file)
        fclose(file)
    }

    deinit {
        for name in ["net/tcp", "net/tcp6", "net/udp", "812/comm", "812/fd/0", "812/fd/7"] { unlink("\(path)/\(name)") }
        for name in ["812/fd", "812", "900", "net", ""] { rmdir("\(path)/\(name)") }
    }
}

private let head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

private func row(_ local: String, state: String = "0A", inode: Int = 4711) -> String {
    "   0: \(local) 00000000:0000 \(state) 00000000:00000000 00:00000000 00000000    26        0 \(inode) 1 0000 100 0\n"
}

struct ProcessTableTests {
    private let wanted = HostAndPort(host: "127.0.0.1", port: 0x1538)

    @Test(
        arguments: [
            ("tcp", "0100007F:1538", "127.0.0.1"), ("tcp", "00000000:1538", "0.0.0.0"),
            ("tcp6", "00000000000000000000000000000000:1538", "::"),
            ("tcp6", "0000000000000000FFFF00000100007F:1538", "127.0.0.1"),
        ])
    func `the process that listens is found`(_ file: String, _ local: String, _ address: String) throws {
        let folder = try ProcFolder()
        folder.write("net/\(file)", head + row("0100007F:0001") + row(local))
        let holder = ProcessTable(root: folder.path).holder(of: wanted, networkProtocol: "tcp")
        let listening = HostAndPort(host: address, port: 0x1538)
        #expect(holder == ProcessHolder(pid: 812, name: "postgres", uid: 26, listening: listening))
    }

    @Test(arguments: ["0100007F:1539", "0200007F:1538", "nonsense"])
    func `another address or port is not in the way`(_ local: String) throws {
        let folder = try ProcFolder()
        folder.write("net/tcp", head + row(local))
        #expect(ProcessTable(root: folder.path).holder(of: wanted, networkProtocol: "tcp") == nil)
    }

    @Test func `a connection is no listener`() throws {
        let folder = try ProcFolder()
        folder.write("net/tcp", head + row("0100007F:1538", state: "01"))
        #expect(ProcessTable(root: folder.path).holder(of: wanted, networkProtocol: "tcp") == nil)
    }

    @Test func `a process of somebody else keeps its name to itself`() throws {
        let folder = try ProcFolder()
        folder.write("net/tcp", head + row("0100007F:1538", inode: 1))
        let holder = ProcessTable(root: folder.path).holder(of: wanted, networkProtocol: "tcp")
        #expect(holder == ProcessHolder(uid: 26, listening: wanted))
    }

    @Test func `UDP has a table of its own`() throws {
        let folder = try ProcFolder()
        folder.write("net/udp", head + row("0100007F:1538", state: "07"))
        #expect(ProcessTable(root: folder.path).holder(of: wanted, networkProtocol: "tcp") == nil)
        #expect(ProcessTable(root: folder.path).holder(of: wanted, networkProtocol: "udp")?.pid == 812)
    }

    @Test func `where there is no such table nobody is named`() {
        #expect(ProcessTable(root: "/no/such/folder").holder(of: wanted, networkProtocol: "tcp") == nil)
    }
}

/// A socket of this process that listens until it is dropped.
final class Listener {
    let descriptor: Int32
    let port: UInt16

    init() throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = descriptor
        let status = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                guard bind(socket, address, size) == 0, listen(socket, 8) == 0 else { return -1 }
                return getsockname(socket, address, &size)
            }
        }
        try #require(status == 0)
        port = UInt16(bigEndian: name.sin_port)
    }

    deinit { close(descriptor) }
}

struct PortTrialTests {
    @Test func `a port that this process listens on is held, by this process`() throws {
        let listener = try Listener()
        let address = HostAndPort(host: "127.0.0.1", port: listener.port)
        #expect(PortTrial.isHeld(address, networkProtocol: "tcp"))
        #expect(PortTrial.isHeld(HostAndPort(host: "", port: listener.port), networkProtocol: "tcp"))
        #expect(!PortTrial.isHeld(address, networkProtocol: "udp"))
        #if os(Linux)
            let holder = ProcessTable().holder(of: address, networkProtocol: "tcp")
            #expect(holder?.pid == getpid())
            #expect(holder?.listening == address)
        #endif
    }

    @Test func `a port that was let go is free`() throws {
        var listener: Listener? = try Listener()
        let port = try #require(listener?.port)
        listener = nil
        #expect(listener == nil)
        #expect(!PortTrial.isHeld(HostAndPort(host: "127.0.0.1", port: port), networkProtocol: "tcp"))
    }

    @Test(arguments: ["no address", "198.51.100.7", "2001:db8::1"])
    func `an address that is not this machine's is held by nobody`(_ host: String) {
        #expect(!PortTrial.isHeld(HostAndPort(host: host, port: 1), networkProtocol: "tcp"))
    }
}
