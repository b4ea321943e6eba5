#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One run of git in a folder.
///
/// By `posix_spawn` and not by swift-subprocess: the callers are synchronous (a write must not be suspended between
/// its check and its rename), and that package offers asynchronous runs only.
struct GitCommand {
    struct Answer: Equatable {
        let exitCode: Int32
        /// The first line that git said, without its `fatal: `.
        let said: String
    }

    let program: String
    let environment: [String]

    /// nil where no absolute folder of PATH holds a git.
    ///
    /// `GIT_*` of the caller is dropped (in a hook it names another repository), and messages are in English.
    init?(_ environment: [String: String]) {
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").filter { $0.hasPrefix("/") }
        guard let folder = folders.first(where: { access("\($0)/git", X_OK) == 0 }) else { return nil }
        program = "\(folder)/git"
        let kept = environment.filter { !$0.key.hasPrefix("GIT_") && $0.key != "LC_ALL" && $0.key != "LANGUAGE" }
        self.environment =
            kept.map { "\($0.key)=\($0.value)" } + ["LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1"]
    }

    /// A git at work.
    struct Running: ~Copyable {
        fileprivate let pid: pid_t
        fileprivate let output: Descriptor

        /// Waits for its end.
        consuming func answer() throws(SystemCode) -> Answer {
            let said = (try? output.read(limit: 64 * 1024)) ?? []
            return Answer(exitCode: try GitCommand.wait(pid), said: GitCommand.firstLine(said))
        }

        /// Whether it ends well without a word. At the first one it is ended: what it says may be long.
        consuming func isSilent() -> Bool {
            let said = (try? output.read(limit: 0)) ?? nil
            if said == nil { kill(pid, SIGKILL) }
            let code = try? GitCommand.wait(pid)
            return said != nil && code == 0
        }

        /// The same, but git is ended when it has said nothing for that long.
        consuming func answer(within milliseconds: Int32) throws(SystemCode) -> Answer {
            var waiting = pollfd(fd: output.raw, events: Int16(POLLIN), revents: 0)
            if poll(&waiting, 1, milliseconds) == 0 { kill(pid, SIGKILL) }
            return try answer()
        }
    }

    /// - Parameter stream: which of its outputs is read; the other one is lost.
    /// - Throws: the `errno` where git cannot be started.
    func start(
        _ arguments: [String], in folder: String, reading stream: Int32 = STDERR_FILENO
    ) throws(SystemCode) -> Running {
        // A question must not start a monitor or a hook.
        let words = [program, "-c", "core.fsmonitor=false", "-C", folder] + arguments
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemCode(errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = Descriptor(owning: ends[0])
        return Running(pid: try spawn(words, stream, into: ends[1]), output: output)
    }

    private func spawn(_ words: [String], _ stream: Int32, into output: Int32) throws(SystemCode) -> pid_t {
        defer { _ = close(output) }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, stream)
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
        defer { for word in argv + envp { free(word) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, program, &actions, nil, &argv, &envp)
        guard code == 0 else { throw SystemCode(code) }
        return pid
    }

    fileprivate static func wait(_ pid: pid_t) throws(SystemCode) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            if errno != EINTR { throw SystemCode(errno) }
        }
        // The low seven bits are the signal, the next byte the exit code: POSIX's macros, which Swift cannot import.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    fileprivate static func firstLine(_ bytes: [UInt8]) -> String {
        let line = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return line.hasPrefix("fatal: ") ? String(line.dropFirst(7)) : line
    }
}
