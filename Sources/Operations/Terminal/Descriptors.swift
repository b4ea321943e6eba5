import Diagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard input in pieces, and whole writes.
enum Descriptors {
    /// Writes everything. A pipe that nobody reads any more ends the process, as it ends any program.
    /// - Throws: what else keeps it from being written, such as a full device.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        let fault = send(bytes, to: descriptor)
        if fault == EPIPE { endUnread() }
        guard fault == 0 else {
            let name = descriptor == STDERR_FILENO ? "standard error" : "standard output"
            throw Failure(.notReached, "cannot write to \(name): \(String(cString: strerror(fault)))")
        }
    }

    /// The same without consequences: the error number of what could not be written, else 0.
    static func send(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // A terminal or a pipe that another program made non-blocking.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }

    /// From now on the process ends when the reader of standard output goes away, even if nothing more is written: who
    /// follows a log that has fallen silent would wait for ever.
    static func endWhenUnread() {
        PlainThread.start {
            // No event is asked for; a pipe that has lost its reader is told nevertheless.
            var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
            while poll(&output, 1, -1) < 0, errno == EINTR {}
            if Int32(output.revents) & (POLLERR | POLLHUP) != 0 { endUnread() }
        }
    }

    /// Ends by SIGPIPE, which is ignored otherwise for the sockets' sake: a shell shows 141, and says nothing.
    private static func endUnread() -> Never {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        signal(SIGPIPE, SIG_DFL)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(SIGPIPE)
        _exit(128 + SIGPIPE)
    }

    /// The next piece of standard input, empty at its end. It blocks until there is one.
    static func read() -> Result<[UInt8], Failure> {
        var fault: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            while true {
                let result = systemRead(STDIN_FILENO, buffer.baseAddress, buffer.count)
                count = max(result, 0)
                if result >= 0 { return }
                if errno == EAGAIN {
                    var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
                    _ = poll(&waiting, 1, -1)
                } else if errno != EINTR {
                    fault = errno
                    return
                }
            }
        }
        guard fault == 0 else {
            return .failure(
                Failure(.notReached, "cannot read standard input: \(String(cString: strerror(fault)))"))
        }
        return .success(bytes)
    }

    /// The same for tasks, whose threads are few: a thread reads that ends with the piece, or with the process. Nothing is
    /// read before it is asked for.
    static func nextInput() async -> Result<[UInt8], Failure> {
        await withCheckedContinuation { waiter in
            PlainThread.start { waiter.resume(returning: read()) }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, bytes, count)
}
