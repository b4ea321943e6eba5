import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One blocking piece of work on a thread of its own: Swift's own threads are as few as the cores. The first answer wins,
/// be it the work's or the one of a cancellation.
final class ProbeThread<Answer: Sendable>: ProbeWork {
    private struct State {
        var waiter: CheckedContinuation<Answer, Never>?
        var answer: Answer?
    }

    private let state = Mutex(State())
    private let work: @Sendable (_ isOver: @escaping @Sendable () -> Bool) -> Answer

    init(_ work: @escaping @Sendable (_ isOver: @escaping @Sendable () -> Bool) -> Answer) { self.work = work }

    /// - Parameter failed: the answer where no thread is to be had, for the error's number.
    func answer(failed: (Int32) -> Answer) async -> Answer {
        await withCheckedContinuation { waiter in
            let answer = state.withLock { state in
                if state.answer == nil { state.waiter = waiter }
                return state.answer
            }
            if let answer { return waiter.resume(returning: answer) }
            let code = start()
            if code != 0 { finish(failed(code)) }
        }
    }

    func finish(_ answer: Answer) {
        let waiter = state.withLock { state in
            guard state.answer == nil else { return nil as CheckedContinuation<Answer, Never>? }
            state.answer = answer
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: answer)
    }

    func run() {
        finish(work { [self] in state.withLock { $0.answer != nil } })
    }

    private func start() -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let argument = Unmanaged.passRetained(ProbeStart(self))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let code = pthread_create(&thread, &attributes, { runProbe($0) }, argument.toOpaque())
        if code != 0 { argument.release() }
        return code
    }
}

private func runProbe(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<ProbeStart>.fromOpaque(argument).takeRetainedValue().work.run() }
    return nil
}

protocol ProbeWork: AnyObject, Sendable {
    func run()
}

/// What crosses into the thread: a pointer has one type, whatever the answer's.
private final class ProbeStart {
    let work: any ProbeWork

    init(_ work: any ProbeWork) { self.work = work }
}
