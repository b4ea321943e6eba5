#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A bash that runs in a folder of its own, with the built commands first on its path.
struct Shell: Sendable {
    struct Outcome: Sendable {
        let code: Int32
        let output: String
        let errors: String

        var lines: [Substring] { output.split(separator: "\n") }
    }

    struct Problem: Error { let message: String }

    let folder: String
    /// Beside what bash needs to start; nothing else of the caller's environment is passed on.
    var variables: [String: String] = [:]

    /// What the script wrote and how it ended; the script reads `input`.
    func callAsFunction(_ script: String, input: String = "") throws(Problem) -> Outcome {
        let base = "\(folder)/run"
        try Self.write(input, to: "\(base).in")
        let code = try spawn(script, base)
        return Outcome(code: code, output: try Self.read("\(base).out"), errors: try Self.read("\(base).err"))
    }

    private func spawn(_ script: String, _ base: String) throws(Problem) -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let writing = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "\(base).in", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "\(base).out", writing, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "\(base).err", writing, 0o600)
        var all = ["PATH": "\(Self.binaries):\(Self.path)", "HOME": folder, "LC_ALL": "C.UTF-8"]
        all.merge(variables) { $1 }
        let arguments = ["bash", "--norc", "--noprofile", "-c", "cd '\(folder)/project' && \(script)"]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + environment { free(pointer) } }
        var child: pid_t = 0
        let fault = posix_spawnp(&child, "bash", &actions, nil, &words, &environment)
        guard fault == 0 else { throw Problem(message: "bash: \(String(cString: strerror(fault)))") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw Problem(message: "waitpid: \(String(cString: strerror(errno)))") }
        }
        // The C macros WIFEXITED, WEXITSTATUS and WTERMSIG; a signal counts as shells count it.
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }

    /// Where the test bundle and the executables were built.
    private static let binaries: String = {
        let program = CommandLine.arguments[0]
        #if canImport(Darwin)
            // …/debug/X.xctest/Contents/MacOS/X
            return program.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        #else
            return program.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        #endif
    }()

    private static let path = environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin"

    static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    static func read(_ path: String) throws(Problem) -> String {
        guard let file = fopen(path, "r") else { throw Problem(message: "cannot read \(path)") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    static func write(_ text: String, to path: String) throws(Problem) {
        guard let file = fopen(path, "w") else { throw Problem(message: "cannot write \(path)") }
        defer { fclose(file) }
        guard fputs(text, file) >= 0 else { throw Problem(message: "cannot write \(path)") }
    }
}
