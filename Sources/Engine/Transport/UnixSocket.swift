#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A connected Unix socket; the owner of its descriptor.
struct UnixSocket: ~Copyable {
    let descriptor: Int32

    /// - Throws: the error number of the call that was refused.
    init(connectingTo path: String) throws(Errno) {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw Errno(errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        #if canImport(Darwin)
            var on: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #else
            // A full backlog makes connect() wait; this is its limit (unix(7) counts it as sending).
            var limit = timeval(tv_sec: 5, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        #endif
        guard var address = sockaddr_un(path: path) else { throw Errno(ENAMETOOLONG) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw Errno(errno) }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// How many bytes the kernel took; `nil` when it takes none now.
    func send(_ bytes: ArraySlice<UInt8>) throws(Errno) -> Int? {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        let count = bytes.withUnsafeBytes { systemSend(descriptor, $0.baseAddress, $0.count, flags) }
        return try checked(count)
    }

    /// How many bytes were read; 0 at the end, `nil` when there are none now.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int? {
        try checked(read(descriptor, buffer.baseAddress, buffer.count))
    }

    func closeInput() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    private func checked(_ count: Int) throws(Errno) -> Int? {
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return nil }
        throw Errno(errno)
    }
}

/// An error number of the C library.
struct Errno: Error, Equatable {
    var number: Int32

    init(_ number: Int32) { self.number = number }

    var text: String { String(cString: strerror(number)) }
}

extension sockaddr_un {
    /// `nil` when the path is longer than the system's field for it (108 bytes on Linux, 104 on macOS).
    init?(path: String) {
        self.init()
        sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8) + [0]
        guard bytes.count <= MemoryLayout.size(ofValue: sun_path) else { return nil }
        withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: bytes) }
    }
}

// Inside UnixSocket the name `send` is its own method.
private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}
