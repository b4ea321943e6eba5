package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension AtomicFile {
    /// Removes a file for good: the folder is synchronised too. Nothing happens where none stands.
    package static func remove(_ path: String, named name: String? = nil) throws(Failure) {
        let place = PathParts(path)
        do throws(SystemCode) {
            let folder = try Descriptor.open(place.folder, O_RDONLY | O_DIRECTORY)
            guard unlinkat(folder.raw, place.name, 0) == 0 else { throw SystemCode(errno) }
            guard fsync(folder.raw) == 0 || errno == EINVAL else { throw SystemCode(errno) }
        } catch {
            if error.number != ENOENT { throw SystemFault.cannotWrite(name ?? path, in: place.folder, error.number) }
        }
    }
}
