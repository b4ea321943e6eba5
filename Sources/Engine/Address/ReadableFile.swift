#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The docker CLI's small files.
enum ReadableFile {
    /// 1 MiB: a configuration is some KiB.
    private static let limit = 1024 * 1024

    /// - Returns: `nil` when it is absent, not readable or no file of a sensible size.
    static func contents(of path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        while contents.count <= limit {
            let part = [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, count in
                count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
            }
            if part.isEmpty { return contents }
            contents += part
        }
        return nil
    }

    /// - Returns: sorted; empty when the folder is absent or not readable.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
