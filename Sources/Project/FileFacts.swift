#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system tells of a path.
package enum FileFacts {
    /// Whether both paths lead to one folder.
    package static func isSame(_ a: String, _ b: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev
            && first.st_ino == second.st_ino
    }

    /// Seconds since 1970; nil where there is no file.
    package static func modified(_ path: String) -> Int64? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        #if canImport(Darwin)
            return Int64(info.st_mtimespec.tv_sec)
        #else
            return Int64(info.st_mtim.tv_sec)
        #endif
    }

    package static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether no folder is there; one that may only not be looked at is not gone.
    package static func isGone(folder path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0 else { return errno == ENOENT || errno == ENOTDIR }
        return FileKind(info) != .folder
    }

    /// Whether anything is there, be it a link that leads nowhere.
    package static func isThere(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0
    }

    /// For this user: not on a file system that is read-only, be it root who asks.
    package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

    /// In bytes; nil for what is no regular file.
    package static func size(ofRegular descriptor: Int32) -> Int64? {
        var info = stat()
        guard fstat(descriptor, &info) == 0, FileKind(info) == .regular else { return nil }
        return Int64(info.st_size)
    }

    /// Whether it is a program that this user may run.
    package static func isProgram(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && FileKind(info) == .regular && access(path, X_OK) == 0
    }

    /// Sorted; none where the folder cannot be read.
    package static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.sorted()
    }
}
