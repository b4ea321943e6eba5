package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The room that is left where the engine keeps images, containers and volumes.
package struct DiskSpace: Sendable, Equatable {
    package var path: String
    /// Bytes that a program without root's reserve can still write.
    package var free: UInt64

    package init(path: String, free: UInt64) {
        self.path = path
        self.free = free
    }

    /// Below it something will soon go wrong: an image of the runbook takes several hundred megabytes.
    package static let low: UInt64 = 1 << 30
    /// Below it Postgres cannot even write its first log segments (16 MiB each).
    package static let least: UInt64 = 100 << 20

    /// - Returns: nil where the engine's disk is not this host's, such as in a virtual machine.
    package static func measure(_ path: String) -> DiskSpace? {
        var facts = statvfs()
        guard path.hasPrefix("/"), statvfs(path, &facts) == 0 else { return nil }
        return DiskSpace(path: path, free: UInt64(facts.f_bavail) * UInt64(facts.f_frsize))
    }

    package var finding: Diagnostic? {
        guard free < Self.low else { return nil }
        let room = "\(free >> 20) MiB"
        let hint = "docker system df shows what takes the room; docker image prune frees some"
        return free < Self.least
            ? Diagnostic(.error, "the engine's disk is full: \(room) free in \(path)", hint: hint)
            : Diagnostic(.warning, "the engine's disk is nearly full: \(room) free in \(path)", hint: hint)
    }
}
