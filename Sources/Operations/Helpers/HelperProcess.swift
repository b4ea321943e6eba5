import Diagnostics
import Project
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One run of a program that answers and ends: text in, text out. It is ended, with all that it started, when it
/// takes too long or the task is cancelled.
struct HelperProcess {
    enum Outcome: Equatable {
        case ended(exitCode: Int32, output: [UInt8], errors: [UInt8])
        case timedOut
        /// It was stopped, as the system stops who reads or sets a terminal that is another's at the time.
        case stopped
        case cancelled
        /// The `errno`.
        case notStarted(Int32)
    }

    /// Of what is longer the end is kept: the newest lines of a log, and no JSON that could be read.
    private static let most = 4 * 1024 * 1024
    /// Descriptors of one child must not be inherited by another that starts meanwhile.
    private static let starting = Mutex(())

    let words: [String]
    let environment: [String: String]

    /// The program's path: the first executable of that name in an absolute folder of PATH.
    static func find(_ name: String, _ environment: [String: String]) -> String? {
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }.first(where: FileFacts.isProgram)
    }

    /// - Parameter isEnough: whether what it said so far is all that is wanted; it is then ended, and counts as ended with 0.
    func run(
        input: String, limit: Duration, until isEnough: (@Sendable ([UInt8]) -> Bool)? = nil
    ) async -> Outcome {
        guard let cancel = Pipe() else { return .notStarted(errno) }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                PlainThread.start {
                    waiter.resume(returning: work(input, ContinuousClock.now + limit, cancel, isEnough))
                }
            }
        } onCancel: {
            _ = Descriptors.send([1], to: cancel.writing)
        }
    }

    private func work(
        _ input: String, _ deadline: ContinuousClock.Instant, _ cancel: Pipe,
        _ isEnough: (@Sendable ([UInt8]) -> Bool)?
    ) -> Outcome {
        guard let started = Self.starting.withLock({ _ in start(input) }) else { return .notStarted(errno) }
        guard let child = started.child else { return .notStarted(started.fault) }
        guard let ended = Pipe() else { return stop(child, .notStarted(errno)) }
        let isStopped = Flag()
        PlainThread.start {
            var info = siginfo_t()
            // It stays a zombie until its answer is read: its number must not become another process's meanwhile.
            while waitid(P_PID, id_t(child), &info, WEXITED | WSTOPPED | WNOWAIT) < 0, errno == EINTR {}
            isStopped.set(info.si_code == Int32(CLD_STOPPED))
            ended.closeWriting()
        }
        var texts: [[UInt8]] = [[], []]
        var sources = [started.output.reading, started.errors.reading, ended.reading, cancel.reading]
        var sawEnd = false
        while true {
            var polled = sources.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return stop(child, .timedOut) }
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            let count = poll(&polled, nfds_t(polled.count), Int32(clamping: milliseconds + 1))
            if count < 0, errno != EINTR { return stop(child, .notStarted(errno)) }
            guard count > 0 else { continue }
            if polled[3].revents != 0 { return stop(child, .cancelled) }
            let hasEnded = polled[2].revents != 0
            if hasEnded, isStopped.value { return stop(child, .stopped) }
            var isSilent = true
            for index in 0..<2 where polled[index].revents != 0 {
                let piece = Self.read(sources[index])
                // poll passes over a negative number.
                if piece.isEmpty { sources[index] = -1 } else { isSilent = false }
                texts[index] += piece
                if texts[index].count > 2 * Self.most { texts[index].removeFirst(texts[index].count - Self.most) }
            }
            if let isEnough, isEnough(texts[0]) {
                return stop(child, .ended(exitCode: 0, output: texts[0], errors: texts[1]))
            }
            // What it left running in the background may hold the pipes open: that is not waited for. But poll looks at one
            // source after the other: only what it says after the end has been seen is the whole.
            if sawEnd, isSilent { return finish(child, texts) }
            sawEnd = hasEnded
        }
    }

    private func finish(_ child: pid_t, _ whole: [[UInt8]]) -> Outcome {
        let texts = whole.map { Array($0.suffix(Self.most)) }
        let status = Self.reap(child)
        // The C macros WIFEXITED, WEXITSTATUS and WTERMSIG; a signal counts as shells count it.
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        return .ended(exitCode: code, output: texts[0], errors: texts[1])
    }

    private func stop(_ child: pid_t, _ outcome: Outcome) -> Outcome {
        kill(-child, SIGKILL)
        _ = Self.reap(child)
        return outcome
    }

    private static func reap(_ child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private struct Started {
        var child: pid_t?
        var fault: Int32 = 0
        let output: Pipe
        let errors: Pipe
    }

    private func start(_ text: String) -> Started? {
        guard let input = Pipe(), let output = Pipe(), let errors = Pipe() else { return nil }
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, descriptor) in [input.reading, output.writing, errors.writing].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        // A group of its own can be ended with all that belongs to it; blocked and ignored signals are this program's.
        var none = sigset_t()
        sigemptyset(&none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in argv + envp { free(word) } }
        var child: pid_t = 0
        let fault = posix_spawn(&child, words[0], &actions, &attributes, &argv, &envp)
        output.closeWriting()
        errors.closeWriting()
        // With this end open here too, writing to a program that is gone would wait for ever.
        input.closeReading()
        PlainThread.start {
            // A program that reads nothing is no reason to end: this thread hears the error and not the signal.
            var broken = sigset_t()
            sigemptyset(&broken)
            sigaddset(&broken, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &broken, nil)
            _ = Descriptors.send(Array(text.utf8), to: input.writing)
            input.closeWriting()
        }
        return Started(child: fault == 0 ? child : nil, fault: fault, output: output, errors: errors)
    }

    private static func read(_ descriptor: Int32) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, count in
            count = max(0, systemRead(descriptor, buffer.baseAddress, buffer.count))
        }
    }
}

/// A pipe whose ends no child inherits unless it is given them, closed with its last holder.
private final class Pipe: Sendable {
    private let ends: Mutex<(reading: Int32, writing: Int32)>

    /// - Returns: nil, and `errno`, where there are no descriptors left.
    init?() {
        var made: [Int32] = [-1, -1]
        guard pipe(&made) == 0 else { return nil }
        for end in made { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        ends = Mutex((made[0], made[1]))
    }

    deinit {
        closeReading()
        closeWriting()
    }

    var reading: Int32 { ends.withLock { $0.reading } }
    var writing: Int32 { ends.withLock { $0.writing } }

    func closeReading() { ends.withLock { Self.close(&$0.reading) } }
    func closeWriting() { ends.withLock { Self.close(&$0.writing) } }

    private static func close(_ end: inout Int32) {
        if end >= 0 { _ = systemClose(end) }
        end = -1
    }
}

/// What one thread tells another.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var value: Bool { state.withLock { $0 } }

    func set(_ value: Bool) { state.withLock { $0 = value } }
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
