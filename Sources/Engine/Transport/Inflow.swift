/// What has arrived on one exchange and has not been read: the state of the transport's actor, never shared.
final class Inflow {
    /// 256 KiB: some milliseconds of a busy log. A reader that is slower makes the engine wait instead of filling memory.
    static let capacity = 256 * 1024

    private(set) var head: HTTPHead?
    private var bytes: [UInt8] = []
    private var end: Result<Void, EngineError>?
    private var headWaiter: CheckedContinuation<Result<HTTPHead, EngineError>, Never>?
    private var bytesWaiter: CheckedContinuation<Result<[UInt8]?, EngineError>, Never>?

    var isFull: Bool { bytes.count >= Self.capacity }
    var isOver: Bool { end != nil }

    func begin(_ head: HTTPHead) {
        guard self.head == nil, end == nil else { return }
        self.head = head
        headWaiter?.resume(returning: .success(head))
        headWaiter = nil
    }

    func append(_ more: UnsafeRawBufferPointer) {
        guard end == nil, !more.isEmpty else { return }
        bytes.append(contentsOf: more)
        deliver()
    }

    /// The first end counts. Bytes that came before it are still read.
    func finish(_ result: Result<Void, EngineError>) {
        guard end == nil else { return }
        end = result
        if let headWaiter {
            self.headWaiter = nil
            headWaiter.resume(returning: headResult(result))
        }
        deliver()
    }

    /// As soon as the status line and headers are there, or the failure that prevents them.
    func whenBegun(_ waiter: CheckedContinuation<Result<HTTPHead, EngineError>, Never>) {
        if let head {
            waiter.resume(returning: .success(head))
        } else if let end {
            waiter.resume(returning: headResult(end))
        } else {
            headWaiter = waiter
        }
    }

    /// Everything that has arrived since, `nil` at the end.
    func whenReadable(_ waiter: CheckedContinuation<Result<[UInt8]?, EngineError>, Never>) {
        bytesWaiter = waiter
        deliver()
    }

    private func deliver() {
        guard let waiter = bytesWaiter else { return }
        if !bytes.isEmpty {
            bytesWaiter = nil
            let ready = bytes
            bytes = []
            waiter.resume(returning: .success(ready))
        } else if let end {
            bytesWaiter = nil
            waiter.resume(returning: end.map { nil })
        }
    }

    private func headResult(_ end: Result<Void, EngineError>) -> Result<HTTPHead, EngineError> {
        end.flatMap { .failure(.transport("it closed the connection before it answered")) }
    }
}
