package import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which project a command is about.
package enum ProjectDirectory {
    package static let variable = "SFM_DEV_DIRECTORY"

    /// `-C`, else `SFM_DEV_DIRECTORY`, else the nearest folder upward with `profiles/`; an absolute path without links.
    /// - Throws: `.badInput` where there is none.
    package static func find(option: String?, environment: CallingEnvironment) throws(Failure) -> String {
        let named = option.map { ($0, "--directory") } ?? environment.value(variable).map { ($0, variable) }
        if let (path, origin) = named, !path.isEmpty || option != nil {
            guard let folder = absolute(path), isFolder(folder) else {
                throw Failure(.badInput, "there is no folder '\(path)', which \(origin) names")
            }
            guard isFolder("\(folder)/profiles") else {
                throw Failure(
                    .badInput, "'\(path)', which \(origin) names, has no folder 'profiles'",
                    hint: "name the folder that holds 'profiles'")
            }
            return folder
        }
        guard var folder = absolute(".") else { throw Failure(.badInput, "the current folder is gone", hint: "cd ~") }
        while true {
            let parent = folder == "/" ? "" : folder
            if isFolder("\(parent)/profiles") { return folder }
            guard !parent.isEmpty, let slash = parent.utf8.lastIndex(of: UInt8(ascii: "/")) else { break }
            folder = slash == parent.startIndex ? "/" : String(parent[..<slash])
        }
        throw Failure(
            .badInput, "no folder 'profiles' here or in any folder above",
            hint: "go to your project, or name it: sfm-dev -C DIR …")
    }

    /// Whether the folder holds a profile.
    static func hasFiles(_ folder: String) -> Bool {
        guard let stream = opendir("\(folder)/profiles") else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let isProfile = withUnsafeBytes(of: &entry.pointee.d_name) {
                $0.prefix { $0 != 0 }.suffix(5).elementsEqual(".yaml".utf8)
            }
            if isProfile { return true }
        }
        return false
    }

    private static func absolute(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(validatingCString: real)
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
