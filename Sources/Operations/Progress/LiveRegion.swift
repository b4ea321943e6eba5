import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The last lines of the terminal behind standard error, drawn anew as what they tell changes. Whatever else is written
/// meanwhile goes through `above`. A process that is killed leaves the lines as they are, and nothing to be restored.
struct LiveRegion {
    private let send: @Sendable (String) -> Void
    private var drawn: [String] = []
    private var last: ContinuousClock.Instant?
    /// More pictures a second are not seen, and cost time.
    private static let pace = Duration.milliseconds(50)

    init(send: @escaping @Sendable (String) -> Void) { self.send = send }

    /// - Parameter isUrgent: false: a picture that follows another at once is left out.
    mutating func draw(_ lines: [String], isUrgent: Bool, at now: ContinuousClock.Instant) {
        guard lines != drawn else { return }
        if !isUrgent, let last, last.duration(to: now) < Self.pace { return }
        last = now
        send(Self.text(erasing: drawn.count, lines))
        drawn = lines
    }

    /// Takes the lines away, lets something be written that stays, and draws them again below.
    mutating func above(_ write: () -> Void) {
        let lines = drawn
        erase()
        write()
        guard !lines.isEmpty else { return }
        send(Self.text(erasing: 0, lines))
        drawn = lines
    }

    mutating func erase() {
        guard !drawn.isEmpty else { return }
        send(Self.text(erasing: drawn.count, []))
        drawn = []
    }

    /// ECMA-48: CPL to the first of the old lines, ED from there to the end, then the new ones; in one piece, so that nobody
    /// sees the moment between.
    static func text(erasing count: Int, _ lines: [String]) -> String {
        (count > 0 ? "\u{1B}[\(count)F\u{1B}[J" : "") + lines.map { $0 + "\n" }.joined()
    }

    /// Rows and columns; 24 by 80 where the terminal does not tell.
    static func size() -> (rows: Int, columns: Int) {
        var window = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 else {
            return (24, 80)
        }
        return (Int(window.ws_row), Int(window.ws_col))
    }
}
