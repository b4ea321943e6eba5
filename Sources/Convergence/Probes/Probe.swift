import Diagnostics

/// Speaks the service's protocol once and says what came back. Ends by the deadline; a cancelled probe ends at once and
/// its connection is closed within a tenth of a second.
package func probe(_ target: ProbeTarget, at address: ProbeAddress, deadline: Duration) async -> ProbeAnswer {
    let result = await converse(at: address, deadline: deadline) { (socket: inout ProbeConnection) throws(ProbeEnd) in
        try target.converse(on: &socket, address)
    }
    switch result {
    case .success(let facts): return .ready(facts)
    case .failure(let end): return target.redacted(end.answer)
    }
}

/// One conversation on a connection and a thread of its own, with one deadline for all of it.
func converse<Value: Sendable>(
    at address: ProbeAddress, deadline: Duration,
    _ body: @escaping @Sendable (inout ProbeConnection) throws(ProbeEnd) -> Value
) async -> Result<Value, ProbeEnd> {
    let end = ContinuousClock.now + deadline
    let thread = ProbeThread<Result<Value, ProbeEnd>> { isOver in
        do throws(ProbeEnd) {
            var socket = try ProbeConnection(address, deadline: end, isCancelled: isOver)
            return .success(try body(&socket))
        } catch {
            return .failure(error)
        }
    }
    // Only the search for a name's address has no deadline of its own.
    let watch = Task {
        do { try await Task.sleep(until: end + .milliseconds(200)) } catch { return }
        thread.finish(.failure(.unreachable("no address for '\(address.host)' in time")))
    }
    defer { watch.cancel() }
    return await withTaskCancellationHandler {
        await thread.answer { .failure(.unreachable("no thread to be had (error \($0))")) }
    } onCancel: {
        thread.finish(.failure(.unreachable("the probe was cancelled")))
    }
}

extension ProbeTarget {
    /// Longer than docker's proxy needs to find that nobody listens in the container, and to close.
    private static let quietTime: Duration = .milliseconds(150)
    /// A sentence of a server is shown in one message; more would hide the rest.
    private static let longestSentence = 512

    fileprivate func converse(on socket: inout ProbeConnection, _ address: ProbeAddress) throws(ProbeEnd) -> ProbeFacts
    {
        switch self {
        case .postgres(let user, let password, let database):
            return try PostgresProbe(user: user, password: password, database: database).run(on: &socket)
        case .redis(let user, let password): return try RedisProbe(user: user, password: password).run(on: &socket)
        case .http(let path, let headers):
            return try HTTPProbe(path: path, headers: headers, address: address).run(on: &socket)
        case .kafka(let login, let topics):
            return try KafkaProbe(login: login, topics: topics).run(on: &socket)
        case .tcp:
            guard try socket.staysOpen(for: Self.quietTime) else {
                throw .silent("closed the connection without an answer")
            }
            return ProbeFacts()
        }
    }

    /// Servers repeat what they were sent.
    func redacted(_ answer: ProbeAnswer) -> ProbeAnswer {
        guard case .refused(let kind, let sentence) = answer else { return answer }
        let text = redactor.redacted(sentence)
        return .refused(kind, String(text.prefix(Self.longestSentence)))
    }

    private var redactor: Redactor {
        switch self {
        case .postgres(let user, let password, let database):
            Redactor([password].compactMap(\.self), sparing: [user, database])
        case .redis(let user, let password): Redactor([password].compactMap(\.self), sparing: [user ?? "default"])
        case .http(_, let headers): Redactor(headers.map(\.1))
        case .kafka(let login?, _): Redactor([login.password], sparing: [login.user])
        case .kafka(nil, _), .tcp: Redactor.none
        }
    }
}
