import Synchronization

/// A wait that can be cut short from another task. A call that comes while nobody waits cuts the next wait short.
final class Pause: Sendable {
    private struct State {
        var sleeper: Task<Void, Never>?
        var isCut = false
    }

    private let state = Mutex(State())

    /// - Returns: whether it was cut short.
    func wait(for duration: Duration) async -> Bool {
        let sleeper = Task { _ = try? await Task.sleep(for: duration) }
        state.withLock {
            $0.sleeper = sleeper
            if $0.isCut { sleeper.cancel() }
        }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        return state.withLock { state in
            defer { state = State() }
            return state.isCut
        }
    }

    func cut() {
        state.withLock {
            $0.isCut = true
            $0.sleeper?.cancel()
        }
    }
}
