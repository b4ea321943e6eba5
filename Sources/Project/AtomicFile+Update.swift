package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension AtomicFile {
    /// Gives a private file (0600) this text. One that has it already is left alone, so that nothing that watches it wakes
    /// up, and what changes nothing costs no disk.
    package static func update(
        _ path: String, to text: String, named name: String, by staging: String? = nil
    ) throws(Failure) {
        let bytes = Array(text.utf8)
        if isPrivate(path), try SafeFile.read(path, limit: 64 << 20, named: name) == bytes { return }
        try write(bytes, to: path, mode: 0o600, named: name, by: staging)
    }

    /// Whether it is there, and nobody but the owner can use it.
    private static func isPrivate(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_mode & 0o077 == 0
    }
}
