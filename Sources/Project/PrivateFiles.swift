package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that hold secrets and that sfm-dev writes: `.env` and those of `.sfm-dev/`. Nobody but their owner uses them.
package enum PrivateFiles {
    /// A file that others can use too.
    package struct Loose: Sendable, Equatable {
        /// As the user would type it in the project folder.
        package let name: String
        let path: String
        let mode: UInt32

        /// `'.env' can be read by others (mode 0644)`
        package var text: String {
            let digits = String(mode, radix: 8)
            return
                "'\(name)' can be read by others (mode \(String(repeating: "0", count: max(0, 4 - digits.count)) + digits))"
        }

        package var hint: String { "chmod 600 \(ShellWord.quoted(name))" }
    }

    /// Those that others can use; none where nothing was written yet.
    /// - Throws: `.refused` for one that belongs to another user.
    package static func loose(_ folder: StateFolder) throws(Failure) -> [Loose] {
        var paths = [folder.project + "/.env"]
        for place in [folder.path, folder.credentialsFolder] {
            // The folder's own `.gitignore` says nothing that git may not know.
            paths += FileFacts.names(in: place).filter { $0 != ".gitignore" }.map { "\(place)/\($0)" }
        }
        var found: [Loose] = []
        for path in paths {
            if let file = try loose(path, folder) { found.append(file) }
        }
        return found
    }

    /// One file, whoever wrote it; nil where it is private or not there.
    /// - Throws: `.refused` where it belongs to another user.
    package static func loose(_ path: String, _ folder: StateFolder) throws(Failure) -> Loose? {
        var info = stat()
        // What is no file is refused by whoever reads or writes it.
        guard lstat(path, &info) == 0, FileKind(info) == .regular else { return nil }
        let name = folder.shown(path)
        try folder.requireOwner(info.st_uid, is: geteuid(), of: name)
        guard info.st_mode & 0o077 != 0 else { return nil }
        return Loose(name: name, path: path, mode: UInt32(info.st_mode & 0o7777))
    }

    /// Takes the others' rights away; call it with the lock held.
    /// - Returns: the files that were changed.
    package static func tighten(_ folder: StateFolder) throws(Failure) -> [Loose] {
        let files = try loose(folder)
        for file in files {
            do throws(SystemCode) {
                // A link that took its place meanwhile is not followed.
                let descriptor = try Descriptor.open(file.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
                guard fchmod(descriptor.raw, 0o600) == 0 else { throw SystemCode(errno) }
            } catch {
                throw SystemFault.cannotWrite(file.name, in: PathParts(file.path).folder, error.number)
            }
        }
        return files
    }
}
