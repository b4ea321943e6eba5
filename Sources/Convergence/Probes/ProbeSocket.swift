#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A TCP connection with one deadline for all that is done with it. Its calls block: they belong on a thread of their own.
struct ProbeSocket: ~Copyable {
    private let descriptor: Int32
    private let deadline: ContinuousClock.Instant
    private let isCancelled: @Sendable () -> Bool

    /// How soon a cancelled probe ends.
    private static let slice: Duration = .milliseconds(100)

    init(
        _ address: ProbeAddress, deadline: ContinuousClock.Instant, isCancelled: @escaping @Sendable () -> Bool
    ) throws(ProbeEnd) {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, String(address.port), &hints, &list) == 0, let first = list else {
            throw .unreachable("no address for '\(address.host)'")
        }
        defer { freeaddrinfo(list) }
        var last = ProbeEnd.unreachable("no address for '\(address.host)'")
        var candidate: UnsafeMutablePointer<addrinfo>? = first
        while let info = candidate?.pointee {
            do {
                descriptor = try Self.connected(info, deadline, isCancelled)
                self.deadline = deadline
                self.isCancelled = isCancelled
                return
            } catch {
                last = error
            }
            candidate = info.ai_next
        }
        throw last
    }

    deinit { close(descriptor) }

    mutating func send(_ bytes: [UInt8]) throws(ProbeEnd) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = sendSome(rest)
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                try wait(for: POLLOUT)
            } else if errno != EINTR {
                // What the server said before it closed may still be there.
                if errno == EPIPE || errno == ECONNRESET { return }
                throw .silent(Self.words(errno))
            }
        }
    }

    /// Sends what the connection takes at once; nobody waits for it.
    func sendLast(_ bytes: [UInt8]) {
        if !bytes.isEmpty { _ = sendSome(bytes[...]) }
    }

    private func sendSome(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { bytes in
            #if canImport(Darwin)
                Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
            #elseif canImport(Musl)
                Musl.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            #else
                Glibc.send(
                    descriptor, bytes.baseAddress, bytes.count,
                    Int32(bitPattern: UInt32(truncatingIfNeeded: Int(MSG_NOSIGNAL))))
            #endif
        }
    }

    /// Some bytes, at least one; none once the other side has closed.
    mutating func receive(atMost limit: Int = 16384) throws(ProbeEnd) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count >= 0 { return Array(bytes.prefix(count)) }
            switch errno {
            case EAGAIN: try wait(for: POLLIN)
            case EINTR: break
            case ECONNRESET: return []
            default: throw .silent(Self.words(errno))
            }
        }
    }

    /// The same; nil where nothing came until then.
    mutating func receive(until end: ContinuousClock.Instant) throws(ProbeEnd) -> [UInt8]? {
        guard try Self.wait(descriptor, for: POLLIN, until: min(deadline, end), isCancelled) else { return nil }
        return try receive()
    }

    private func wait(for events: Int32) throws(ProbeEnd) {
        guard try Self.wait(descriptor, for: events, until: deadline, isCancelled) else {
            throw .silent("accepted the connection and did not answer in time")
        }
    }

    /// False once `end` has come.
    private static func wait(
        _ descriptor: Int32, for events: Int32, until end: ContinuousClock.Instant, _ isCancelled: () -> Bool
    ) throws(ProbeEnd) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            if isCancelled() { throw .unreachable("the probe was cancelled") }
            let left = min(end - .now, slice)
            guard left > .zero else { return false }
            // Rounded up, or the last millisecond would be spent in a spin.
            let milliseconds = Int32(left / .milliseconds(1)) + 1
            if poll(&entry, 1, milliseconds) > 0 { return true }
        }
    }

    private static func connected(
        _ info: addrinfo, _ deadline: ContinuousClock.Instant, _ isCancelled: () -> Bool
    ) throws(ProbeEnd) -> Int32 {
        let descriptor = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
        guard descriptor >= 0 else { throw .unreachable(words(errno)) }
        do throws(ProbeEnd) {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            var one: Int32 = 1
            let size = socklen_t(MemoryLayout<Int32>.size)
            // Of words that follow each other without an answer, as the last ones do, the second would wait 40 ms for the
            // other side's acknowledgement of the first (RFC 896, and RFC 1122, section 4.2.3.2).
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
            #if canImport(Darwin)
                setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &one, size)
            #endif
            if connect(descriptor, info.ai_addr, info.ai_addrlen) != 0 {
                guard errno == EINPROGRESS || errno == EINTR else { throw .unreachable(words(errno)) }
                guard try wait(descriptor, for: POLLOUT, until: deadline, isCancelled) else {
                    throw .unreachable("no connection in time")
                }
                var code: Int32 = 0
                var size = socklen_t(MemoryLayout<Int32>.size)
                getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
                guard code == 0 else { throw .unreachable(words(code)) }
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// As users know them: `connection refused`.
    private static func words(_ code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        let sentence = String(cString: text)
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }
}
