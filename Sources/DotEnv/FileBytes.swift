#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

enum FileBytes {
    /// A whole regular or `/proc` file; nil where it cannot be read or is larger than the limit.
    /// - Parameter owned: refuse a link, and a file that is not regular or of another user.
    static func read(_ path: String, limit: Int, owned: Bool = false) -> [UInt8]? {
        // A pipe in the file's place must not make this wait.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (owned ? O_NOFOLLOW : 0))
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        if owned, status.st_uid != geteuid() { return nil }
        // Files in /proc have no size.
        var capacity = max(Int(status.st_size) + 1, 64)
        var bytes: [UInt8] = []
        while true {
            guard bytes.count <= limit else { return nil }
            let count = capacity
            var got = 0
            let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                repeat { got = systemRead(descriptor, buffer.baseAddress, count) } while got < 0 && errno == EINTR
                initialized = max(0, got)
            }
            guard got >= 0 else { return nil }
            if got == 0 { return bytes.count <= limit ? bytes : nil }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            capacity = 4096
        }
    }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
        Glibc.read(descriptor, bytes, count)
    #elseif canImport(Musl)
        Musl.read(descriptor, bytes, count)
    #elseif canImport(Darwin)
        Darwin.read(descriptor, bytes, count)
    #endif
}
