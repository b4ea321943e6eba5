import Crypto
package import Diagnostics
package import DotEnv

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes and checks the records by which a user lets projects into the shell.
package enum AllowList {
    package enum Standing: Sendable, Equatable {
        case allowed, changed, unknown
    }

    /// Records this project as it is now.
    /// - Parameters:
    ///   - files: profiles, templates and overrides with their contents, by path in the project.
    ///   - named: what those name besides.
    ///   - inputs: the states of those files before they were read, and of what would count and does not exist.
    /// - Throws: `.notReached` where there is no folder of the user's to keep it in, or it cannot be written.
    package static func allow(
        _ directory: String, files: [String: [UInt8]], named: [String: [UInt8]], inputs: [Stamp.Input],
        _ environment: CallingEnvironment
    ) throws(Failure) {
        guard let folder = AllowRecord.folder(environment), let path = AllowRecord.path(of: directory, environment)
        else {
            throw Failure(
                .notReached, "there is no place to remember that: neither XDG_STATE_HOME nor HOME is set",
                hint: "export HOME=~")
        }
        let record = AllowRecord(directory: directory, digest: digest(files) + digest(named), inputs: inputs)
        guard let text = record.text else {
            throw Failure(.badInput, "a path with a line break in it cannot be remembered", hint: "rename the folder")
        }
        try makeFolders(folder)
        try AtomicFile.update(path, to: text, named: path)
    }

    /// Takes it back; nothing happens where there is none.
    package static func revoke(_ directory: String, _ environment: CallingEnvironment) throws(Failure) {
        guard let path = AllowRecord.path(of: directory, environment) else { return }
        try AtomicFile.remove(path)
    }

    /// Whether these are the files that were allowed, however often they were touched.
    /// - Parameter named: asked for only where the others are: nothing that a stranger's template names is read.
    package static func standing(
        _ directory: String, files: [String: [UInt8]], named: () -> [String: [UInt8]], _ environment: CallingEnvironment
    ) -> Standing {
        guard let record = AllowRecord.load(directory, environment) else { return .unknown }
        let seen = digest(files)
        guard record.digest.hasPrefix(seen) else { return .changed }
        return record.digest == seen + digest(named()) ? .allowed : .changed
    }

    /// Lengths stand before what they measure: no two sets of files have the same text.
    private static func digest(_ files: [String: [UInt8]]) -> String {
        var hash = SHA256()
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Array("\(path.utf8.count) \(path) \(bytes.count) ".utf8))
            hash.update(data: bytes)
        }
        return hash.finalize().map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }

    /// The XDG Base Directory Specification has folders made with 0700.
    private static func makeFolders(_ path: String) throws(Failure) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            if mkdir(made, 0o700) != 0, errno != EEXIST {
                throw SystemFault.cannotWrite(made, in: PathParts(made).folder, errno)
            }
        }
    }
}
