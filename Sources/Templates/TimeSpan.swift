/// A length of time as compose-spec writes it (`1m30s`, `250ms`): Go's duration, in nanoseconds.
package struct TimeSpan: Sendable, Hashable, Comparable {
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    package static func seconds(_ seconds: Int64) -> TimeSpan { TimeSpan(nanoseconds: seconds * 1_000_000_000) }

    package var duration: Duration { .nanoseconds(nanoseconds) }

    package static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.nanoseconds < b.nanoseconds }

    private static let units: [(name: String, size: Double)] = [
        ("us", 1e3), ("µs", 1e3), ("ns", 1), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 3.6e12), ("d", 8.64e13),
        ("w", 6.048e14),
    ]

    /// Numbers with units (us, ms, s, m, h, d, w), nil for anything else and for what overflows 292 years.
    package init?(_ text: String) {
        if text == "0" {
            self.init(nanoseconds: 0)
            return
        }
        var rest = text[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(digits), let size = Self.units.first(where: { $0.name == unit })?.size else {
                return nil
            }
            total += number * size
        }
        guard total < 9.2e18 else { return nil }
        // 1.001 * 1e9 is a little less than the whole number that was meant.
        self.init(nanoseconds: Int64(total.rounded()))
    }
}

extension TimeSpan: CustomStringConvertible {
    /// As Go's `time.Duration.String()` prints it: `1m30s`, `1.5s`, `250ms`, `24h0m0s`.
    package var description: String {
        let magnitude = nanoseconds
        if magnitude == 0 { return "0s" }
        if magnitude < 1_000 { return "\(magnitude)ns" }
        if magnitude < 1_000_000 { return Self.decimal(magnitude, 1_000) + "µs" }
        if magnitude < 1_000_000_000 { return Self.decimal(magnitude, 1_000_000) + "ms" }
        let minutes = magnitude / 60_000_000_000
        let seconds = Self.decimal(magnitude % 60_000_000_000, 1_000_000_000) + "s"
        if minutes == 0 { return seconds }
        if minutes < 60 { return "\(minutes)m\(seconds)" }
        return "\(minutes / 60)h\(minutes % 60)m\(seconds)"
    }

    private static func decimal(_ value: Int64, _ unit: Int64) -> String {
        let whole = value / unit
        let fraction = value % unit
        if fraction == 0 { return "\(whole)" }
        var digits = String(fraction)
        digits = String(repeating: "0", count: String(unit).count - 1 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}
