package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `.sfm-dev/`: what sfm-dev generates and remembers for one checkout.
package struct StateFolder: Sendable, Equatable {
    package static let name = ".sfm-dev"

    /// The project folder, absolute.
    package let project: String

    package init(project: String) {
        self.project = project
    }

    package var path: String { "\(project)/\(Self.name)" }
    package var composeFile: String { file("docker-compose.yml") }
    package var state: String { file("state.json") }
    package var stamp: String { file("stamp") }
    package var discovered: String { file("discovered.json") }
    package var lock: String { file("lock") }
    package var journal: String { file("journal.json") }
    /// The managed block of `.env` as it was written last.
    package var writtenBlock: String { file("env.block") }
    package var rotation: String { file("journal-rotation.json") }
    package var servers: String { file("servers.json") }
    package var key: String { file("key") }
    package var salted: String { file("salted") }
    package var credentialsFolder: String { file("credentials") }
    package var certificatesFolder: String { file("tls") }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The credential file of a profile.
    /// - Throws: `.badInput` for a name that could lead out of the folder, or out of its part of the marker.
    package func credentials(_ profile: String) throws(Failure) -> String {
        let isName =
            !profile.isEmpty && !profile.hasPrefix(".")
            && profile.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") }
        guard isName else { throw Failure(.badInput, "'\(profile)' cannot be the name of a profile") }
        return "\(credentialsFolder)/\(profile).env"
    }

    /// The path as the user would type it in the project folder.
    package func shown(_ path: String) -> String {
        // By bytes: a mark at the beginning of a name would join the slash before it.
        let folder = Array((project + "/").utf8)
        return path.utf8.starts(with: folder) ? String(Substring(path.utf8.dropFirst(folder.count))) : path
    }

    /// Makes the folder, its `.gitignore` and `credentials/`, or repairs their modes.
    /// Git was asked before.
    /// - Throws: `.refused` where another user owns it, or it is a link or a file.
    package func prepare() throws(Failure) {
        try makePrivate(path)
        try makePrivate(credentialsFolder)
        if FileFacts.isThere(certificatesFolder) { try makePrivate(certificatesFolder) }
        let ignore = file(".gitignore")
        let wanted = Array("*\n".utf8)
        // Written only where it is needed: this runs on every command.
        if try SafeFile.read(ignore, limit: 4096, named: shown(ignore)) != wanted {
            try AtomicFile.write(wanted, to: ignore, mode: 0o644, named: shown(ignore))
        }
    }

    /// - Throws: `.refused` where git tracks the folder or a file in it: a clone would bring somebody's secrets, or a
    ///   stranger's words for this program's own.
    package func requireUntracked(_ git: GitGuard) throws(Failure) {
        guard try git.isTracked(path, named: Self.name) else { return }
        throw Failure(
            .refused, "'\(Self.name)' is tracked by git; it holds secrets",
            notes: [.init("what was committed stays in the history: rotate those secrets")],
            hint: "git rm -r --cached \(Self.name)")
    }

    /// Whether it is there as `prepare` leaves it, with the file of the lock.
    package var isPrepared: Bool {
        var info = stat()
        return lstat(path, &info) == 0 && FileKind(info) == .folder && info.st_uid == geteuid()
            && info.st_mode & 0o7777 == 0o700 && FileFacts.isThere(lock)
    }

    /// Whether a command was killed in the middle of a switch or a rotation.
    package var hasJournal: Bool { FileFacts.isThere(journal) || FileFacts.isThere(rotation) }

    /// Makes a folder that nobody else may enter, or repairs its mode.
    func makePrivate(_ path: String) throws(Failure) {
        let name = shown(path)
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw SystemFault.cannotWrite(name, in: PathParts(path).folder, errno)
        }
        var info = stat()
        guard lstat(path, &info) == 0 else { throw SystemFault.cannotRead(name, errno) }
        let word = ShellWord.quoted(name)
        switch FileKind(info) {
        case .folder: break
        case .link: throw Failure(.refused, "'\(name)' is a link; it must be a folder of its own", hint: "rm \(word)")
        default: throw Failure(.refused, "'\(name)' is not a folder", hint: "mv \(word) \(word).old")
        }
        try requireOwner(info.st_uid, is: geteuid(), of: name)
        if info.st_mode & 0o7777 != 0o700, chmod(path, 0o700) != 0 {
            throw SystemFault.cannotWrite(name, in: PathParts(path).folder, errno)
        }
    }

    func requireOwner(_ owner: uid_t, is user: uid_t, of name: String) throws(Failure) {
        guard owner != user else { return }
        // Root would leave files that the owner can no longer replace.
        let hint =
            user == 0 ? "sudo -u '#\(owner)' sfm-dev up" : "sudo chown -R \(user) \(ShellWord.quoted(name))"
        throw Failure(
            .refused, "'\(name)' belongs to another user (uid \(owner), you are uid \(user))", hint: hint)
    }
}
