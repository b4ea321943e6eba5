#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Times as the engine writes them.
package enum Timestamp {
    /// Seconds since 1970.
    package static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// `2026-01-02T03:04:05.123456789Z`, or with an offset such as `+01:00` (RFC 3339, section 5.6), in seconds since
    /// 1970.
    package static func seconds(_ text: String) -> Double? {
        // strptime(3) would do this, but glibc declares it only where _XOPEN_SOURCE is defined.
        let parts = text.prefix(19).split { "-T:".contains($0) }.compactMap { Int32($0) }
        guard parts.count == 6 else { return nil }
        var fields = tm()
        (fields.tm_year, fields.tm_mon, fields.tm_mday) = (parts[0] - 1900, parts[1] - 1, parts[2])
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (parts[3], parts[4], parts[5])
        var tail = text.dropFirst(19)
        var seconds = Double(timegm(&fields))
        if tail.first == "." {
            let digits = tail.dropFirst().prefix { $0.isASCII && $0.isNumber }
            seconds += Double("0." + digits) ?? 0
            tail = tail.dropFirst(digits.count + 1)
        }
        if tail == "Z" { return seconds }
        let offset = tail.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard let sign = tail.first, sign == "+" || sign == "-", offset.count == 2 else { return nil }
        return seconds - Double((sign == "-" ? -60 : 60) * (offset[0] * 60 + offset[1]))
    }
}
