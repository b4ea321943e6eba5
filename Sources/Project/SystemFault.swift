import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the system answered, in words that a user can act on.
enum SystemFault {
    /// The meaning of an `errno`, lower case, without a full stop; the same text on every C library.
    static func text(_ code: Int32) -> String {
        switch code {
        case ENOSPC: "no space left on the device"
        case EDQUOT: "the disk quota is used up"
        case EFBIG: "the file would be larger than this process may write"
        case EACCES, EPERM: "permission denied"
        case EROFS: "the file system is read-only"
        case ENOENT: "no such file or folder"
        case ENOTDIR: "a part of the path is not a folder"
        case ENAMETOOLONG: "the name is too long"
        case EIO: "the device answers with an error"
        case EMFILE, ENFILE: "too many open files"
        default: String(cString: strerror(code))
        }
    }

    /// A `.notReached` failure of a write, with the command that shows the reason where there is one.
    static func cannotWrite(_ name: String, in folder: String, _ code: Int32) -> Failure {
        let hint: String? =
            switch code {
            case ENOSPC, EDQUOT: "df -h \(ShellWord.quoted(folder))"
            case EACCES, EPERM, EROFS, ENOENT, ENOTDIR: "ls -ld \(ShellWord.quoted(folder))"
            case EFBIG: "ulimit -f unlimited"
            default: nil
            }
        return Failure(.notReached, "cannot write '\(name)': \(text(code))", hint: hint)
    }

    static func cannotRead(_ name: String, _ code: Int32) -> Failure {
        let hint: String? = code == EACCES || code == EPERM ? "ls -l \(ShellWord.quoted(name))" : nil
        return Failure(.notReached, "cannot read '\(name)': \(text(code))", hint: hint)
    }
}
