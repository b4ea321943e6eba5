import Diagnostics
import Operations

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C: the first cancels the command, which ends cleanly; the second ends the process.
enum Interruption {
    static func cancel(_ work: Task<Int32, Never>) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        // Blocked everywhere, so that only the thread below takes them: nothing runs inside a signal handler.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let waiting = signals
        PlainThread.start {
            var waiting = waiting
            var number: Int32 = 0
            _ = sigwait(&waiting, &number)
            work.cancel()
            _ = sigwait(&waiting, &number)
            _exit(ExitCode.interrupted.rawValue)
        }
    }

    /// A child must not inherit the blocked signals.
    static func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        pthread_sigmask(SIG_SETMASK, &signals, nil)
    }
}
