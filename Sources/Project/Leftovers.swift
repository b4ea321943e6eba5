#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Temporary files that a killed writer left.
enum Leftovers {
    /// Removes those of `name`. One whose lock is held belongs to a writer at work and stays.
    static func remove(of name: String, in path: String, _ folder: Int32) {
        for entry in names(in: path) where entry.hasPrefix(".\(name).") && entry.hasSuffix(AtomicFile.suffix) {
            guard let file = try? Descriptor.open(entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, in: folder) else {
                continue
            }
            if flock(file.raw, LOCK_EX | LOCK_NB) == 0 { _ = unlinkat(folder, entry, 0) }
        }
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            names.append(name)
        }
        return names
    }
}
