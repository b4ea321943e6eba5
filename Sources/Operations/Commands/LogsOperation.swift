import Convergence
package import Diagnostics
package import Engine
import Profiles

/// `sfm-dev logs`: what services wrote, each line under its service's name.
package enum LogsOperation {
    package static func run(
        _ invocation: Invocation, services: Set<String>, query: LogQuery
    ) async throws(Failure) {
        let query = try located(query, now: Timestamp.now)
        let checkout = try Checkout.loadOwn(invocation)
        let name = checkout.profileName(invocation.wantedProfile)
        let plan = try checkout.resolve(profile: name, certificates: .stored).plan
        let connection = try await EngineConnection.open(invocation)
        let containers = try await ServiceContainers(
            plan: plan, directory: checkout.directory, engine: connection.client
        ).find(services)
        let width = containers.map(\.service.count).max() ?? 0
        let redactor = KnownSecrets.redactor
        let writer = Writer(console: invocation.console)
        Descriptors.endWhenUnread()
        let failures = await withTaskGroup(of: Failure?.self) { group in
            for container in containers {
                let prefix =
                    containers.count == 1
                    ? "" : container.service.padded(to: width) + " | "
                group.addTask {
                    do throws(EngineError) {
                        let lines = LogLines(prefix: prefix, redactor: redactor)
                        try await follow(container, connection.client, query, lines, writer)
                    } catch {
                        return error == .cancelled ? nil : error.failure
                    }
                    return nil
                }
            }
            var failures: [Failure] = []
            for await failure in group { if let failure { failures.append(failure) } }
            return failures
        }
        // The usual end of --follow: no words, but a script must see that the logs did not end by themselves.
        if Task.isCancelled { throw Failure(.interrupted, []) }
        if let first = failures.first { throw Failure(first.exitCode, failures.flatMap(\.diagnostics)) }
    }

    private static func located(_ query: LogQuery, now: Double) throws(Failure) -> LogQuery {
        guard let since = query.since else { return query }
        var query = query
        query.since = try LogTime.seconds(since, now: now)
        return query
    }

    private static func follow(
        _ container: ServiceContainers.Found, _ engine: EngineClient, _ query: LogQuery, _ lines: LogLines,
        _ writer: Writer
    ) async throws(EngineError) {
        let detail = try await engine.inspectContainer(container.id)
        let stream = try await engine.logs(container.id, query, tty: detail.config.tty)
        // A line of errors does not go on with what was written to the output meanwhile.
        var output = lines
        var errors = lines
        var iterator = stream.makeAsyncIterator()
        while let chunk = try await iterator.next() {
            await writer.write(chunk.stream == .stderr ? errors.take(chunk.bytes) : output.take(chunk.bytes))
        }
        await writer.write(output.finish() + errors.finish())
    }
}

/// Writes one text after the other: a pipe takes a long one in pieces, and those of two services would mix.
private actor Writer {
    private let console: Console

    init(console: Console) { self.console = console }

    func write(_ text: [UInt8]) { console.data(text) }
}
