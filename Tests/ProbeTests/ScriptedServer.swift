@testable import Convergence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Listens on a loopback port, takes one connection, and plays one answer for each thing that it is sent.
struct ScriptedServer: Sendable {
    enum Ending: Sendable {
        case close
        /// Waits for the client to close.
        case hold
    }

    let address: ProbeAddress
    private let listener: Int32

    init() {
        #if canImport(Glibc)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                _ = bind(listener, raw, size)
                _ = listen(listener, 1)
                _ = getsockname(listener, raw, &size)
            }
        }
        address = ProbeAddress(host: "127.0.0.1", port: UInt16(bigEndian: name.sin_port))
    }

    func answer(
        _ target: ProbeTarget, by answers: [[UInt8]], _ ending: Ending = .close,
        within deadline: Duration = .seconds(60), tls: ProbeTLS? = nil
    ) async -> ProbeAnswer {
        async let served: Void = play(answers, ending)
        var address = address
        address.tls = tls
        let result = await probe(target, at: address, deadline: deadline)
        await served
        return result
    }

    /// Returns once the client has closed.
    func play(_ answers: [[UInt8]], _ ending: Ending) async {
        let listener = listener
        await onThread {
            let connection = accept(listener, nil, nil)
            close(listener)
            var buffer = [UInt8](repeating: 0, count: 65536)
            for answer in answers {
                guard recv(connection, &buffer, buffer.count, 0) > 0 else { break }
                _ = write(connection, answer, answer.count)
            }
            // What was sent and not read would turn a close into a reset, and the answer could be lost with it.
            if ending == .close { shutdown(connection, Int32(SHUT_WR)) }
            while recv(connection, &buffer, buffer.count, 0) > 0 {}
            close(connection)
        }
    }

    /// Answers each thing that the client says by what that is turned into; returns once the client has closed.
    func converse(_ answer: @escaping @Sendable ([UInt8]) -> [UInt8]) async {
        let listener = listener
        await onThread {
            let connection = accept(listener, nil, nil)
            close(listener)
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = recv(connection, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                let bytes = answer(Array(buffer[..<count]))
                _ = write(connection, bytes, bytes.count)
            }
            close(connection)
        }
    }

    /// Takes the connection and what it says first; gives a function that returns once the client has closed.
    func firstRequest() async -> @Sendable () async -> Void {
        let listener = listener
        let connection = await onThread {
            let accepted = accept(listener, nil, nil)
            close(listener)
            var buffer = [UInt8](repeating: 0, count: 4096)
            _ = recv(accepted, &buffer, buffer.count, 0)
            return accepted
        }
        return {
            await onThread {
                var buffer = [UInt8](repeating: 0, count: 4096)
                while recv(connection, &buffer, buffer.count, 0) > 0 {}
                close(connection)
            }
        }
    }
}

/// The tasks' own threads are as few as the cores: what blocks would hold up the probe that it waits for.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { waiter in
        let argument = Unmanaged.passRetained(Work { waiter.resume(returning: body()) })
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let code = pthread_create(&thread, &attributes, { runWork($0) }, argument.toOpaque())
        pthread_attr_destroy(&attributes)
        precondition(code == 0, "no thread to be had")
    }
}

private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
    return nil
}
