package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes a file so that a kill at any instant leaves the old or the new one, whole.
package enum AtomicFile {
    /// The instants between which a kill can fall; tests stop at each.
    enum Step: String, CaseIterable, Codable, Sendable {
        case created, halfWritten, written, synchronized, renamed
    }

    static let suffix = ".sfm-tmp"

    /// Replaces the file at `path`.
    ///
    /// The temporary file is made with the final mode, whatever the umask, so a secret is at no instant readable by
    /// others. As root, the owner of the file that is replaced is kept.
    /// - Parameters:
    ///   - name: the path as the user would type it, for messages.
    ///   - staging: a folder of the same file system for the temporary file, where git could take one beside the file in.
    /// - Throws: `.refused` where a link, a folder or a special file stands; `.notReached` where the system says no.
    package static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32, named name: String? = nil, by staging: String? = nil
    ) throws(Failure) {
        try write(bytes, to: path, mode: mode, named: name, by: staging) { _ in }
    }

    static func write(
        _ bytes: [UInt8], to path: String, mode: UInt32, named name: String?, by staging: String? = nil,
        reached: (Step) throws(SystemCode) -> Void
    ) throws(Failure) {
        let place = PathParts(path)
        let name = name ?? path
        do throws(SystemCode) {
            let folder = try Descriptor.open(place.folder, O_RDONLY | O_DIRECTORY)
            let stagingPath = staging ?? place.folder
            let stage = try Descriptor.open(stagingPath, O_RDONLY | O_DIRECTORY)
            var info = stat()
            let exists = fstatat(folder.raw, place.name, &info, AT_SYMLINK_NOFOLLOW) == 0
            if !exists, errno != ENOENT { throw SystemCode(errno) }
            let kind: FileKind = exists ? FileKind(info) : .absent
            guard kind == .absent || kind == .regular else { throw SystemCode(ELOOP) }
            Leftovers.remove(of: place.name, in: stagingPath, stage.raw)
            try replace(
                bytes, place.name, in: folder.raw, by: stage.raw, mode_t(mode), owner: exists ? info : nil, reached)
        } catch {
            // Reads the kind again, outside of the block that can only throw system codes.
            var info = stat()
            if lstat(path, &info) == 0 { try FileKind(info).requireFile(name) }
            throw SystemFault.cannotWrite(name, in: place.folder, error.number)
        }
    }

    private static func replace(
        _ bytes: [UInt8], _ name: String, in folder: Int32, by stage: Int32, _ mode: mode_t, owner: stat?,
        _ reached: (Step) throws(SystemCode) -> Void
    ) throws(SystemCode) {
        while true {
            var random = SystemRandomNumberGenerator()
            let temporary = ".\(name).\(String(random.next(), radix: 36))\(suffix)"
            let file = try Descriptor.open(
                temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode & 0o700, in: stage)
            // Held until the rename: it tells a writer at work from one that was killed.
            guard flock(file.raw, LOCK_EX) == 0 else {
                let code = SystemCode(errno)
                _ = unlinkat(stage, temporary, 0)
                if code.number == EINTR { continue }
                throw code
            }
            // Another writer took it for a leftover before it was locked.
            guard try file.status().st_nlink > 0 else { continue }
            do throws(SystemCode) {
                try fill(file, bytes, mode, owner, reached)
                guard renameat(stage, temporary, folder, name) == 0 else { throw SystemCode(errno) }
            } catch {
                _ = unlinkat(stage, temporary, 0)
                throw error
            }
            try reached(.renamed)
            // Without it a power cut may bring the old name back.
            guard fsync(folder) == 0 || errno == EINVAL else { throw SystemCode(errno) }
            return
        }
    }

    private static func fill(
        _ file: borrowing Descriptor, _ bytes: [UInt8], _ mode: mode_t, _ owner: stat?,
        _ reached: (Step) throws(SystemCode) -> Void
    ) throws(SystemCode) {
        try reached(.created)
        if let owner, geteuid() == 0, owner.st_uid != 0 {
            guard fchown(file.raw, owner.st_uid, owner.st_gid) == 0 else { throw SystemCode(errno) }
        }
        // The umask may have taken bits away.
        guard fchmod(file.raw, mode) == 0 else { throw SystemCode(errno) }
        let half = bytes.count / 2
        try file.write(Array(bytes[..<half]))
        try reached(.halfWritten)
        try file.write(Array(bytes[half...]))
        try reached(.written)
        try file.synchronize()
        try reached(.synchronized)
    }
}
