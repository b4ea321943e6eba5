package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program that has every command.
package enum MainProgram {
    package static let name = "sfm-dev-main"

    /// Becomes it, with the same arguments; returns only where that fails.
    package static func become() -> Failure {
        guard let folder = ownFolder() else {
            return Failure(.notReached, "cannot find where this program lies", hint: "install sfm-dev again")
        }
        let places = ["\(folder)/\(name)", "\(folder)/../libexec/\(name)"]
        for place in places {
            // `argv` of the process itself: it may hold bytes that are no text.
            execv(place, CommandLine.unsafeArgv)
            if errno != ENOENT, errno != ENOTDIR {
                return Failure(.notReached, "cannot start '\(place)': \(String(cString: strerror(errno)))")
            }
        }
        return Failure(
            .notReached, "'\(name)' is missing", notes: places.map { Diagnostic.Note("looked for '\($0)'") },
            hint: "install sfm-dev again, with both programs in one folder")
    }

    /// The executable's, links followed.
    private static func ownFolder() -> String? {
        #if os(Linux)
            let link = "/proc/self/exe"
        #else
            var size = UInt32(PATH_MAX)
            var buffer = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&buffer, &size) == 0,
                let link = String(validating: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            else { return nil }
        #endif
        guard let real = realpath(link, nil) else { return nil }
        defer { free(real) }
        let path = String(cString: real)
        return path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) }
    }
}
