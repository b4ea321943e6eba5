#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension EngineError {
    /// What a refused `connect()` means to a user.
    static func connecting(to address: EngineAddress, errorNumber: Int32) -> EngineError {
        let path = address.socketPath
        return switch errorNumber {
        case ENOENT, ENOTDIR: .noSocket(tried: [path], origin: address.origin)
        case EACCES, EPERM: .notPermitted(socket: path, group: groupThatMayUse(path))
        case ECONNREFUSED: .transport("nothing listens on '\(path)'")
        // A Unix socket whose queue of connections is full (unix(7)); libcurl hides the number and reports none.
        case 0, EAGAIN: .transport("too many connections wait at '\(path)' already")
        default: .transport("cannot connect to '\(path)': \(Errno(errorNumber).text)")
        }
    }

    /// Connecting needs permission to write (unix(7)).
    private static func groupThatMayUse(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IWGRP != 0 else { return nil }
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        // Room for the names of a group's members; the call says so when they need more.
        var names = [CChar](repeating: 0, count: 16 * 1024)
        return names.withUnsafeMutableBufferPointer { names in
            guard getgrgid_r(status.st_gid, &entry, names.baseAddress, names.count, &found) == 0 else { return nil }
            return found?.pointee.gr_name.map { String(cString: $0) }
        }
    }
}
