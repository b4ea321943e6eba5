#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension EngineError {
    /// What a refused `connect()` means to a user.
    static func connecting(to socketPath: String, errorNumber: Int32) -> EngineError {
        switch errorNumber {
        case ENOENT, ENOTDIR: .noSocket(tried: [socketPath])
        case EACCES, EPERM: .notPermitted(socket: socketPath)
        case ECONNREFUSED: .transport("nothing listens on '\(socketPath)'")
        default: .transport("cannot connect to '\(socketPath)': \(Errno(errorNumber).text)")
        }
    }
}
