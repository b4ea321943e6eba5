import Engine
import Synchronization
import Testing

@testable import Operations

/// What a terminal is sent.
struct PullScreenTests {
    private static func state(_ ids: [String]) -> PullState {
        var state = PullState()
        for id in ids { _ = state.take(PullProgress(id: id, status: "Downloading", current: 1, total: 4)) }
        return state
    }

    @Test func `all images stand in as many lines as there is room for`() {
        let pulls = [("one", Self.state(["a", "b", "c"])), ("two", Self.state(["d"]))]
        let shown = (0...7).map { rows in
            PullLines.live(pulls, rows: rows, columns: 40).map { line in
                String(line.split(separator: " ").prefix(line.contains("more") ? 4 : 1).joined(separator: " "))
            }.joined(separator: ", ")
        }
        #expect(
            shown == [
                "", "one", "one, two", "one, two, and 4 more layers", "one, a, two, and 3 more layers",
                "one, a, b, two, and 2 more layers", "one, a, b, c, two, d", "one, a, b, c, two, d",
            ])
    }

    @Test func `a line never reaches the edge`() {
        let pulls = [(String(repeating: "x", count: 100), Self.state(["a"]))]
        #expect(PullLines.live(pulls, rows: 9, columns: 30).map(\.count) == [30, 26])
    }

    @Test func `lines are drawn over, and what stays is written above them`() {
        let sent = Mutex("")
        let send = { @Sendable (text: String) in sent.withLock { $0 += text } }
        func take() -> String {
            sent.withLock { text in
                defer { text = "" }
                return text.replacing("\u{1B}", with: "^")
            }
        }
        var region = LiveRegion(send: send)
        let now = ContinuousClock.now
        region.draw(["one", "a"], isUrgent: true, at: now)
        #expect(take() == "one\na\n")
        region.draw(["one", "b"], isUrgent: false, at: now)
        #expect(take() == "")
        region.draw(["one", "b"], isUrgent: false, at: now + .milliseconds(50))
        #expect(take() == "^[2F^[Jone\nb\n")
        region.draw(["one", "b"], isUrgent: true, at: now + .seconds(1))
        #expect(take() == "")
        region.above { send("kafka created\n") }
        #expect(take() == "^[2F^[Jkafka created\none\nb\n")
        region.draw([], isUrgent: true, at: now + .seconds(1))
        #expect(take() == "^[2F^[J")
        region.above { send("redis created\n") }
        #expect(take() == "redis created\n")
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (32_768, "32.7 kB"), (1_999_999, "1.9 MB"),
        (3_200_000_000, "3.2 GB"),
    ])
    func `bytes are counted as registries count them`(count: Int64, text: String) {
        #expect(PullLines.bytes(count) == text)
    }
}
