#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Something that a script waits for and a test opens, or the other way round. Opened once, open for ever.
package final class StubGate: Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    package init() throws(StubError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw StubError(call: "pipe") }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    package func open() {
        var byte: UInt8 = 0
        _ = write(writeEnd, &byte, 1)
    }

    package var isOpen: Bool {
        var watched = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) > 0
    }

    /// Blocks the thread: for scripts.
    package func wait() {
        var watched = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        while poll(&watched, 1, -1) < 1 {}
    }

    /// For tests.
    package func opened() async {
        await withCheckedContinuation { continuation in
            StubThread.spawn {
                self.wait()
                continuation.resume()
            }
        }
    }
}
