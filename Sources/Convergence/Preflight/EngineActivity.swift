package import Engine

/// Tells when something happens to a container, so that nobody has to ask again and again.
package final class EngineActivity: Sendable {
    private let pause: Pause
    private let reading: Task<Void, Never>

    /// What happens from now on counts.
    package init(_ engine: any EngineReading) async throws(EngineError) {
        let events = try await engine.events(filters: ["type": ["container"]])
        let pause = Pause()
        self.pause = pause
        reading = Task {
            var iterator = events.makeAsyncIterator()
            while (try? await iterator.next()) != nil { pause.cut() }
        }
    }

    deinit { reading.cancel() }

    /// Returns at the next event.
    /// - Returns: false when none came before the deadline.
    package func next(before deadline: ContinuousClock.Instant) async -> Bool {
        await pause.wait(for: ContinuousClock.now.duration(to: deadline))
    }
}
