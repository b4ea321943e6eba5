import CCurl

/// A connection that stops being HTTP after its head: the bytes of an exec session, both ways.
///
/// A socket of our own and not libcurl's: closing one direction needs the descriptor itself, and a handle with
/// `CURLOPT_CONNECT_ONLY` leaves writing the request and reading the head to us anyway.
final class UpgradedConnection {
    /// What an engine answers fits many times over; anything longer is no HTTP.
    private static let headLimit = 64 * 1024

    let inflow = Inflow()
    private let socket: UnixSocket
    private var outgoing: ArraySlice<UInt8>
    private var writers: [CheckedContinuation<Result<Void, EngineError>, Never>] = []
    private var inputIsClosing = false
    private var unparsed: [UInt8] = []
    /// How the body of a refusal ends; `nil` while the head is read and once the connection is raw.
    private var refusal: Refusal?

    init(request: HTTPRequest, address: EngineAddress) throws(EngineError) {
        do { socket = try UnixSocket(connectingTo: address.socketPath) } catch {
            throw .connecting(to: address, errorNumber: error.number)
        }
        var head = "\(request.method) \(request.path) HTTP/1.1\r\nHost: localhost\r\n"
        for (name, value) in request.headers { head += "\(name): \(value)\r\n" }
        let body = request.body ?? []
        head += "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: \(body.count)\r\n\r\n"
        outgoing = ArraySlice(Array(head.utf8) + body)
    }

    func write(_ bytes: [UInt8], _ writer: CheckedContinuation<Result<Void, EngineError>, Never>) {
        if inflow.isOver || inputIsClosing {
            return writer.resume(returning: .failure(.transport("it closed the connection")))
        }
        outgoing.append(contentsOf: bytes)
        writers.append(writer)
    }

    func closeInput() {
        inputIsClosing = true
        if outgoing.isEmpty { socket.closeInput() }
    }

    func fail(_ error: EngineError) {
        inflow.finish(.failure(error))
        settleWriters(.failure(error))
    }

    /// Writes and reads what is possible now; returns what to wait for, `nil` once it is over.
    func advance() -> curl_waitfd? {
        guard !inflow.isOver else { return nil }
        do {
            try send()
            try receive()
        } catch { fail(.transport("the connection broke: \(error.text)")) }
        guard !inflow.isOver else {
            settleWriters(.failure(.transport("it closed the connection")))
            return nil
        }
        var events: Int32 = 0
        if !inflow.isFull { events |= CURL_WAIT_POLLIN }
        if !outgoing.isEmpty { events |= CURL_WAIT_POLLOUT }
        return curl_waitfd(fd: socket.descriptor, events: Int16(events), revents: 0)
    }

    private func send() throws(Errno) {
        guard !outgoing.isEmpty else { return settleWriters(.success(())) }
        while !outgoing.isEmpty {
            guard let count = try socket.send(outgoing) else { return }
            outgoing = outgoing.dropFirst(count)
        }
        outgoing = []
        settleWriters(.success(()))
        if inputIsClosing { socket.closeInput() }
    }

    private func settleWriters(_ result: Result<Void, EngineError>) {
        let waiting = writers
        writers = []
        for writer in waiting { writer.resume(returning: result) }
    }

    private func receive() throws(Errno) {
        while !inflow.isFull, !inflow.isOver {
            var chunk: [UInt8] = []
            var count: Int?
            var failure: Errno?
            chunk = [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, initialized in
                do throws(Errno) { count = try socket.receive(into: UnsafeMutableRawBufferPointer(buffer)) } catch {
                    failure = error
                }
                initialized = count ?? 0
            }
            if let failure { throw failure }
            guard let count else { return }
            if count == 0 { return inflow.finish(inflow.head == nil ? .failure(Self.noAnswer) : .success(())) }
            take(chunk)
        }
    }

    private func take(_ chunk: [UInt8]) {
        guard inflow.head == nil else { return deliver(chunk) }
        unparsed += chunk
        guard let end = unparsed.firstRange(of: Array("\r\n\r\n".utf8)) else {
            if unparsed.count > Self.headLimit { inflow.finish(.failure(Self.noAnswer)) }
            return
        }
        var head = HTTPHead(status: 0)
        for line in String(decoding: unparsed[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n") {
            head.read(line: line)
        }
        if head.status >= 300 { refusal = Refusal(head: head) }
        inflow.begin(head)
        let body = Array(unparsed[end.upperBound...])
        unparsed = []
        if !body.isEmpty { deliver(body) }
    }

    private func deliver(_ chunk: [UInt8]) {
        chunk.withUnsafeBytes { inflow.append($0) }
        if refusal?.ends(after: chunk) == true { inflow.finish(.success(())) }
    }

    private static let noAnswer = EngineError.transport("it closed the connection before it answered")
}

/// Where the body of a refused upgrade ends on a connection that stays open.
private struct Refusal {
    private var left: Int?
    private var tail: [UInt8] = []

    init(head: HTTPHead) {
        left = head.headers["content-length"].flatMap { Int($0) }
    }

    mutating func ends(after chunk: [UInt8]) -> Bool {
        if let left {
            self.left = left - chunk.count
            return left <= chunk.count
        }
        // The last chunk of a chunked body (RFC 9112, section 7.1).
        tail = Array((tail + chunk).suffix(5))
        return tail == Array("0\r\n\r\n".utf8)
    }
}
