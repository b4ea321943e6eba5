import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// This terminal without echo and line editing, until it is restored.
package struct RawTerminal {
    private let before: termios
    /// What `restoreLast` goes back to.
    private static let changed = Mutex<termios?>(nil)

    /// nil where standard input is no terminal.
    package init?() {
        self.init { cfmakeraw(&$0) }
    }

    private init?(_ change: (inout termios) -> Void) {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        before = settings
        Self.changed.withLock { [settings] in $0 = settings }
        change(&settings)
        guard tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 else { return nil }
    }

    /// Lines are edited, but not shown: for a password.
    package static func withoutEcho() -> RawTerminal? {
        RawTerminal { $0.c_lflag &= ~tcflag_t(ECHO) }
    }

    package func restore() {
        var settings = before
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
        Self.changed.withLock { $0 = nil }
    }

    /// For a process that ends without its commands' doing.
    package static func restoreLast() {
        guard var settings = changed.withLock({ $0 }) else { return }
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// The size of this terminal now, and again each time it changes. SIGWINCH must be blocked in every thread.
    static func sizes() -> AsyncStream<(rows: Int, columns: Int)> {
        AsyncStream { continuation in
            // By default the signal is ignored, and what is ignored is never pending.
            signal(SIGWINCH) { _ in }
            if let size = size() { continuation.yield(size) }
            PlainThread.start {
                var waiting = sigset_t()
                sigemptyset(&waiting)
                sigaddset(&waiting, SIGWINCH)
                var number: Int32 = 0
                while sigwait(&waiting, &number) == 0 {
                    if let size = size() { continuation.yield(size) }
                }
            }
        }
    }

    private static func size() -> (rows: Int, columns: Int)? {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0 else { return nil }
        return (Int(window.ws_row), Int(window.ws_col))
    }
}
