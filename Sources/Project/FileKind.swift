import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stands at a path, as far as a write or a read must care.
enum FileKind: Equatable {
    case absent, regular, link, folder, other

    init(_ info: stat) {
        self =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFLNK: .link
            case S_IFDIR: .folder
            default: .other
            }
    }

    /// Throws what a user is told when something else than a file stands there (exit 77).
    func requireFile(_ name: String) throws(Failure) {
        let word = ShellWord.quoted(name)
        switch self {
        case .absent, .regular: return
        case .link:
            throw Failure(
                .refused, "'\(name)' is a link; sfm-dev reads and writes only files that stand there themselves",
                hint: "rm \(word)")
        case .folder:
            throw Failure(.refused, "'\(name)' is a folder; a file belongs there", hint: "mv \(word) \(word).old")
        case .other:
            throw Failure(.refused, "'\(name)' is not a regular file", hint: "rm \(word)")
        }
    }
}
