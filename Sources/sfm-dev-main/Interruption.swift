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
    private static var ends: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        return signals
    }

    /// Blocks the signals that are waited for; call it before the first thread is made, since threads inherit it. Only the
    /// threads that wait take them then: nothing runs inside a signal handler.
    static func block() {
        var signals = ends
        sigaddset(&signals, SIGWINCH)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Waits on this thread until the process ends.
    static func wait(_ first: () -> Void) -> Never {
        var signals = ends
        var number: Int32 = 0
        _ = sigwait(&signals, &number)
        first()
        _ = sigwait(&signals, &number)
        RawTerminal.restoreLast()
        _exit(ExitCode.interrupted.rawValue)
    }

    /// A child must not inherit the blocked signals.
    static func unblock() {
        var signals = sigset_t()
        sigemptyset(&signals)
        pthread_sigmask(SIG_SETMASK, &signals, nil)
    }
}
