#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The one place that reads the process's environment.
enum Process {
    static let environment: [String: String] = {
        var values: [String: String] = [:]
        #if canImport(Darwin)
            guard var pointer = _NSGetEnviron().pointee else { return values }
        #else
            var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        #endif
        while let entry = pointer.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                values[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            pointer += 1
        }
        return values
    }()

    /// The program that a user calls; both lie in one folder, or in `libexec` and `bin` side by side.
    static let front: String = {
        #if os(Linux)
            let link = "/proc/self/exe"
        #else
            let link = CommandLine.arguments[0]
        #endif
        guard let real = realpath(link, nil) else { return "sfm-dev" }
        defer { free(real) }
        let folder = String(cString: real).split(separator: "/").dropLast().map { "/" + $0 }.joined()
        return ["\(folder)/sfm-dev", "\(folder)/../bin/sfm-dev"].first { access($0, X_OK) == 0 } ?? "sfm-dev"
    }()

    /// Replaces this process; returns the errno when it cannot.
    static func replace(_ words: [String], environment: [String: String]) -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] =
            environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        let path = environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let candidates =
            words[0].contains("/")
            ? [words[0]]
            : path.split(separator: ":", omittingEmptySubsequences: false).map {
                ($0.isEmpty ? "." : String($0)) + "/" + words[0]
            }
        var fault = ENOENT
        for candidate in candidates {
            execve(candidate, &arguments, &variables)
            // A file that is there but cannot run is what the user is told, as a shell does.
            if errno != ENOENT && errno != ENOTDIR { fault = errno }
        }
        return fault
    }
}
