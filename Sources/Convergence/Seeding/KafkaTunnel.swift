import Diagnostics
import Engine

/// Requests to a listener that only the container itself reaches, such as one without a login on its loopback.
struct KafkaTunnel: Sendable {
    let engine: any EngineWriting
    let container: String
    let port: UInt16

    /// A conversation may take no longer than this.
    private static let patience = Duration.seconds(30)

    /// bash alone connects, and `cat` carries the bytes: the images have both, and each of Kafka's own tools is a Java
    /// program. When one direction ends, so does the other. The listener may open a moment after the published one.
    private var script: String {
        """
        until exec 3<>/dev/tcp/127.0.0.1/\(port); do ((++tries < 25)) || exit 7; sleep 0.2; done
        cat <&3 & cat <&0 >&3 & wait -n; kill $(jobs -p) 2>/dev/null; exit 0
        """
    }

    /// Makes the user, or gives it another password.
    /// - Returns: whether there was such a user.
    func make(_ user: KafkaUser) async throws(SeedFault) -> Bool {
        try await inTime { () async throws(SeedFault) in
            var talk = try await open()
            let versions = try await talk.ask(KafkaVersions.request) { body throws(ProbeEnd) in
                try KafkaVersions(body)
            }
            let isThere = try await talk.ask(
                try told { () throws(ProbeEnd) in try user.description(versions) }, KafkaUser.isThere)
            try await talk.ask(
                try told { () throws(ProbeEnd) in try user.alteration(versions) }, KafkaUser.checkAlteration)
            await talk.session.closeInput()
            return isThere
        }
    }

    private func open() async throws(SeedFault) -> Talk {
        let spec = ExecSpec(command: ["bash", "-c", script], attachStdin: true)
        do {
            return Talk(session: try await engine.startExec(try await engine.createExec(container, spec), tty: false))
        } catch {
            throw SeedFault(error.sentence)
        }
    }

    private func unreached(_ cause: String) -> String { "its port \(port) cannot be reached from inside: \(cause)" }

    private func told<Value>(_ body: () throws(ProbeEnd) -> Value) throws(SeedFault) -> Value {
        do throws(ProbeEnd) { return try body() } catch { throw SeedFault(error) }
    }

    private func inTime<Value: Sendable>(
        _ body: @escaping @Sendable () async throws(SeedFault) -> Value
    ) async throws(SeedFault) -> Value {
        let work = Task { () -> Result<Value, SeedFault> in
            do throws(SeedFault) { return .success(try await body()) } catch { return .failure(error) }
        }
        let watch = Task {
            try await Task.sleep(for: Self.patience)
            work.cancel()
        }
        defer { watch.cancel() }
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            work.cancel()
        }
        do throws(SeedFault) { return try result.get() } catch {
            guard !work.isCancelled else { throw SeedFault(unreached("no answer in time")) }
            throw SeedFault(unreached(error.sentence), hint: error.hint)
        }
    }
}

/// Requests one after the other, over the input and the output of a command.
private struct Talk {
    let session: ExecSession
    private var chunks: EngineStream<LogDecoder>.Iterator
    private var buffer: [UInt8] = []
    private var errors: [UInt8] = []
    private var correlation: Int32 = 0

    init(session: ExecSession) {
        self.session = session
        chunks = session.output.makeAsyncIterator()
    }

    /// - Parameter read: takes apart the response without its header.
    @discardableResult
    mutating func ask<Value>(
        _ request: KafkaRequest, _ read: (ByteReader) throws(ProbeEnd) -> Value
    ) async throws(SeedFault) -> Value {
        correlation += 1
        // A command that has ended says why by its output.
        try? await session.write(request.frame(correlation: correlation))
        while true {
            do throws(ProbeEnd) {
                if let body = try request.takeResponse(from: &buffer, correlation: correlation) {
                    return try read(body)
                }
            } catch { throw SeedFault(error) }
            try await receive()
        }
    }

    private mutating func receive() async throws(SeedFault) {
        let chunk: LogChunk?
        do { chunk = try await chunks.next() } catch { throw SeedFault(error.sentence) }
        guard let chunk else {
            let said = LogExcerpt.lastLine(of: errors)
            throw SeedFault(said.isEmpty ? "the connection was closed" : String(said.drop { ": ".contains($0) }))
        }
        if chunk.stream == .stderr { errors += chunk.bytes } else { buffer += chunk.bytes }
    }
}
