import Dispatch
import Synchronization

/// Asynchronous work on the thread that calls for it, which has nothing else to do: it waits for none of Swift's own
/// threads, all of which may be taken.
final class CallingThread<Value: Sendable>: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var value: Value?
    }

    private let state = Mutex(State())
    private let hasJob = DispatchSemaphore(value: 0)

    static func run(_ work: @escaping @Sendable () async -> Value) -> Value {
        let thread = CallingThread()
        Task(executorPreference: thread) {
            let value = await work()
            thread.state.withLock { $0.value = value }
        }
        while true {
            thread.hasJob.wait()
            thread.state.withLock { $0.jobs.removeFirst() }.runSynchronously(on: thread.asUnownedTaskExecutor())
            if let value = thread.state.withLock({ $0.value }) { return value }
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        hasJob.signal()
    }
}
