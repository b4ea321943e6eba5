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
final class ProbeThread: Sendable {
    private struct State {
        var waiter: CheckedContinuation<ProbeAnswer, Never>?
        var answer: ProbeAnswer?
    }

    private let state = Mutex(State())
    private let work: @Sendable (_ isOver: @escaping @Sendable () -> Bool) -> ProbeAnswer

    init(_ work: @escaping @Sendable (_ isOver: @escaping @Sendable () -> Bool) -> ProbeAnswer) { self.work = work }

    func answer() async -> ProbeAnswer {
        await withCheckedContinuation { waiter in
            let answer = state.withLock { state in
                if state.answer == nil { state.waiter = waiter }
                return state.answer
            }
            if let answer { return waiter.resume(returning: answer) }
            let code = start()
            if code != 0 { finish(.unreachable("no thread to be had (error \(code))")) }
        }
    }

    func finish(_ answer: ProbeAnswer) {
        let waiter = state.withLock { state in
            guard state.answer == nil else { return nil as CheckedContinuation<ProbeAnswer, Never>? }
            state.answer = answer
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: answer)
    }

    fileprivate func run() {
        finish(work { [self] in state.withLock { $0.answer != nil } })
    }

    private func start() -> Int32 {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let argument = Unmanaged.passRetained(self)
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
    if let argument { Unmanaged<ProbeThread>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
}
