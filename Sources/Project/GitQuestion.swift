package import Diagnostics
import Dispatch
import Synchronization

/// What git is asked on a thread of its own: its start takes as long as a plan is resolved in.
package final class GitQuestion: Sendable {
    private let answer = Mutex<Result<Void, Failure>>(.success(()))
    private let isAnswered = DispatchSemaphore(value: 0)

    package init(_ ask: @escaping @Sendable () throws(Failure) -> Void) {
        DispatchQueue.global(qos: .userInitiated).async { [self] in
            let result = Result(catching: ask)
            answer.withLock { $0 = result }
            isAnswered.signal()
        }
    }

    /// Waits for the answer.
    /// - Throws: what asking threw.
    package func check() throws(Failure) {
        isAnswered.wait()
        // Whoever asks again has it too.
        isAnswered.signal()
        try answer.withLock { $0 }.get()
    }
}
