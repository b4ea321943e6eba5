import Convergence
import Diagnostics
import Templates

/// `--since` as people write it. The engine itself knows only seconds since 1970.
enum LogTime {
    /// - Parameters:
    ///   - text: `10m` (ago), RFC 3339 (`2026-01-02T03:04:05Z`), or seconds since 1970.
    ///   - now: seconds since 1970.
    /// - Throws: `.usage` for anything else.
    static func seconds(_ text: String, now: Double) throws(Failure) -> String {
        if let seconds = Double(text), seconds >= 0 { return text }
        if let span = TimeSpan(text) { return String(now - Double(span.nanoseconds) / 1e9) }
        if let time = Timestamp.seconds(text) { return String(time) }
        throw Failure(
            .usage, "'\(text)' is no time", hint: "--since 10m, or --since 2026-01-02T03:04:05Z")
    }
}
