import Crypto
import Diagnostics
import Profiles
import Project
import Templates

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Digests of mounted files, so that a changed configuration recreates its container. Only regular files that are mounted
/// read-only, and up to 1 MiB: what a container writes, and what is data rather than configuration, counts by its path.
enum MountDigests {
    private static let limit = 1 << 20

    static func of(_ plan: ResolvedPlan) throws(Failure) -> [String: String] {
        var digests: [String: String] = [:]
        for mount in plan.services.flatMap(\.definition.mounts) where mount.readOnly {
            guard case .bind(let path) = mount.kind, digests[path] == nil else { continue }
            digests[path] = digest(path)
        }
        return digests
    }

    private static func digest(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard let size = FileFacts.size(ofRegular: file), size <= limit else { return nil }
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            hash.update(data: buffer[..<count])
        }
        return hash.finalize().withUnsafeBytes(Hex.text)
    }
}
