#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Owns one file descriptor and closes it.
struct Descriptor: ~Copyable {
    let raw: Int32

    init(owning raw: Int32) {
        self.raw = raw
    }

    deinit { _ = close(raw) }

    /// The descriptor, or the `errno` of the failed call.
    static func open(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemCode) -> Descriptor {
        try open(path, flags, mode: mode, in: AT_FDCWD)
    }

    static func open(
        _ name: String, _ flags: Int32, mode: mode_t = 0, in folder: Int32
    ) throws(SystemCode) -> Descriptor {
        while true {
            let raw = openat(folder, name, flags | O_CLOEXEC, mode)
            if raw >= 0 { return Descriptor(owning: raw) }
            if errno != EINTR { throw SystemCode(errno) }
        }
    }

    borrowing func status() throws(SystemCode) -> stat {
        var info = stat()
        guard fstat(raw, &info) == 0 else { throw SystemCode(errno) }
        return info
    }

    borrowing func write(_ bytes: [UInt8]) throws(SystemCode) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { writeSome($0) }
            if count >= 0 {
                offset += count
            } else if errno != EINTR {
                throw SystemCode(errno)
            }
        }
    }

    /// At most `limit` bytes, or nil when there are more.
    borrowing func read(limit: Int) throws(SystemCode) -> [UInt8]? {
        var bytes: [UInt8] = []
        // Not an array, which would be filled with zeros for each file.
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            let count = readSome(buffer)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemCode(errno)
            }
            if bytes.count + count > limit { return nil }
            bytes.append(contentsOf: buffer[..<count])
        }
    }

    borrowing func synchronize() throws(SystemCode) {
        #if canImport(Darwin)
            // There fsync stops at the drive's cache; some file systems know nothing better.
            if fcntl(raw, F_FULLFSYNC) == 0 { return }
        #endif
        guard fsync(raw) == 0 else { throw SystemCode(errno) }
    }

    // Outside of `write` and `read`, whose own names hide the system calls.
    private borrowing func writeSome(_ buffer: UnsafeRawBufferPointer) -> Int { systemWrite(raw, buffer) }
    private borrowing func readSome(_ buffer: UnsafeMutableRawBufferPointer) -> Int { systemRead(raw, buffer) }
}

/// An `errno`, before it has become words.
struct SystemCode: Error, Equatable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
    write(descriptor, buffer.baseAddress, buffer.count)
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
