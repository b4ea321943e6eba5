import Diagnostics
import Testing

@testable import Project

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder of one test, removed with the value.
final class Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/sfm-project-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit { Scratch.sh("rm -rf -- '\(path)'") }

    var folder: StateFolder { StateFolder(project: path) }
    static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent"]
    static let git = GitGuard(environment: environment)

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func put(_ name: String, _ text: String) throws {
        try AtomicFile.write(Array(text.utf8), to: file(name), mode: 0o644)
    }

    func text(_ name: String) throws -> String? {
        try SafeFile.read(file(name), limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) }
    }

    func mode(_ name: String) throws -> mode_t {
        var info = stat()
        try #require(lstat(file(name), &info) == 0)
        return info.st_mode & 0o7777
    }

    /// The names in the folder besides `.` and `..`, sorted.
    func names() throws -> [String] {
        let folder = try #require(opendir(path))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    func sh(_ command: String) throws {
        try #require(Scratch.sh("cd '\(path)' && { \(command) ; }") == 0, "\(command)")
    }

    /// Runs a shell command with a bare environment; its exit code.
    @discardableResult
    static func sh(_ command: String) -> Int32 {
        let script = "exec >/dev/null 2>&1; \(command)"
        var argv: [UnsafeMutablePointer<CChar>?] = [strdup("sh"), strdup("-c"), strdup(script), nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in argv + envp { free(word) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, "/bin/sh", nil, nil, &argv, &envp) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }
}

/// The exit code and the whole text that a user would see.
func told(_ work: () throws -> Void) -> String {
    do {
        try work()
        return "nothing"
    } catch let failure as Failure {
        return "\(failure.exitCode.rawValue)\n" + failure.diagnostics.map { $0.rendered() }.joined()
    } catch {
        return "\(error)"
    }
}
