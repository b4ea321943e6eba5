import Templates
import Testing

struct TimeSpanTests {
    @Test(
        arguments: [
            ("0", 0, "0s"), ("0s", 0, "0s"), ("1ns", 1, "1ns"), ("1us", 1_000, "1µs"), ("1µs", 1_000, "1µs"),
            ("1500us", 1_500_000, "1.5ms"), ("250ms", 250_000_000, "250ms"), ("1s", 1_000_000_000, "1s"),
            ("1.5s", 1_500_000_000, "1.5s"), ("1.001s", 1_001_000_000, "1.001s"), ("90s", 90_000_000_000, "1m30s"),
            ("1m30s", 90_000_000_000, "1m30s"), ("1m", 60_000_000_000, "1m0s"), ("1h", 3_600_000_000_000, "1h0m0s"),
            ("1h1m1.5s", 3_661_500_000_000, "1h1m1.5s"), ("1d", 86_400_000_000_000, "24h0m0s"),
            ("1w", 604_800_000_000_000, "168h0m0s"), ("60.003s", 60_003_000_000, "1m0.003s"),
        ] as [(String, Int64, String)])
    func `a length of time is read and written as Go does it`(text: String, nanoseconds: Int64, shown: String) {
        #expect(TimeSpan(text)?.nanoseconds == nanoseconds)
        #expect(TimeSpan(text)?.description == shown)
    }

    @Test(arguments: ["", "5", "s", "5x", "5 s", "-5s", "1.2.3s", ".s", "5S", "s5", "five", "1e3s", "300000000w", "٣s"])
    func `anything else is no length of time`(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test func `what is written is read back as the same`() {
        for milliseconds in stride(from: Int64(0), to: 200_000, by: 7) {
            let span = TimeSpan(nanoseconds: milliseconds * 1_000_000)
            #expect(TimeSpan(span.description) == span)
        }
    }
}
