import CCurl
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the loop drives between two sleeps, always on the loop's own thread.
protocol CurlDriver: Actor {
    /// Advances every exchange; returns the descriptors that the next sleep must watch besides libcurl's own.
    func advance() -> [curl_waitfd]
}

/// A thread that is an actor's executor and sleeps in `curl_multi_poll`.
///
/// A multi handle must be used by one thread at a time. Here that is checked by the compiler: the handles are the state
/// of an actor, and this thread is where the actor runs.
final class CurlLoop: SerialExecutor {
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var sleeping = false
        var ended = false
        weak var driver: (any CurlDriver)?
    }

    // The address never changes; only `curl_multi_wakeup`, which libcurl allows everywhere, is called off the thread.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer?
    private let inbox = Mutex(Inbox())
    private let thread = Mutex<pthread_t?>(nil)

    init() {
        multi = curl_multi_init()
    }

    /// The driver is held weakly: it ends the loop from its `deinit`.
    func start(driving driver: any CurlDriver) {
        inbox.withLock { $0.driver = driver }
        // Signals are for the program's own threads: one taken here would end a sleep for nothing.
        var all = sigset_t()
        var former = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &former)
        let argument = Unmanaged.passRetained(self)
        if spawnDetached(argument.toOpaque()) != 0 { argument.release() }
        pthread_sigmask(SIG_SETMASK, &former, nil)
    }

    func end() {
        inbox.withLock {
            $0.ended = true
            wake($0)
        }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        inbox.withLock {
            $0.jobs.append(job)
            wake($0)
        }
    }

    func checkIsolated() {
        precondition(isIsolatingCurrentContext() == true, "not on the engine's thread")
    }

    func isIsolatingCurrentContext() -> Bool? {
        thread.withLock { $0.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    private func wake(_ inbox: borrowing Inbox) {
        if inbox.sleeping { curl_multi_wakeup(multi) }
    }

    fileprivate func run() {
        thread.withLock { $0 = pthread_self() }
        while true {
            let (jobs, ended) = inbox.withLock { inbox in
                inbox.sleeping = false
                defer { inbox.jobs.removeAll() }
                return (inbox.jobs, inbox.ended)
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            if ended { break }
            var watched = advance()
            let idle = inbox.withLock { inbox in
                inbox.sleeping = inbox.jobs.isEmpty && !inbox.ended
                return inbox.sleeping
            }
            // No time limit: libcurl shortens the sleep for its own timers, everything else wakes it.
            if idle { curl_multi_poll(multi, &watched, UInt32(watched.count), Int32.max, nil) }
        }
        curl_multi_cleanup(multi)
    }

    private func advance() -> [curl_waitfd] {
        guard let driver = inbox.withLock({ $0.driver }) else { return [] }
        return driver.assumeIsolated { $0.advance() }
    }
}

/// Starts the loop on a thread that nobody joins; the error number, 0 when it runs.
private func spawnDetached(_ argument: UnsafeMutableRawPointer) -> Int32 {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    #if canImport(Glibc)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        return pthread_create(&thread, &attributes, { runLoop($0) }, argument)
    #else
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread: pthread_t?
        return pthread_create(&thread, &attributes, { runLoop($0) }, argument)
    #endif
}

private func runLoop(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<CurlLoop>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
}
