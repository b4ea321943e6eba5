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
        eachEntry { _, name, value in values[name] = value }
        return values
    }()

    private static func eachEntry(_ body: (UnsafeMutablePointer<CChar>, String, String) -> Void) {
        #if canImport(Darwin)
            guard var pointer = _NSGetEnviron().pointee else { return }
        #else
            var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
        #endif
        while let entry = pointer.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                body(entry, String(text[..<equals]), String(text[text.index(after: equals)...]))
            }
            pointer += 1
        }
    }

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

    /// The words as they were given: a path need not be UTF-8, which a `String` would repair.
    private static func raw(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        let given = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc)).suffix(words.count)
        guard given.compactMap({ $0.map { String(cString: $0) } }) == words else { return words.map { strdup($0) } }
        return Array(given)
    }

    /// Entries that stay the same, byte for byte, and then the others.
    private static func raw(_ wanted: [String: String]) -> [UnsafeMutablePointer<CChar>?] {
        var kept: [UnsafeMutablePointer<CChar>?] = []
        var changed = wanted
        eachEntry { entry, name, value in
            guard changed[name] == value else { return }
            kept.append(entry)
            changed[name] = nil
        }
        return kept + changed.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") }
    }

    /// Replaces this process; returns the errno when it cannot.
    static func replace(_ words: [String], environment: [String: String]) -> Int32 {
        var arguments = raw(words) + [nil]
        var variables = raw(environment) + [nil]
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
