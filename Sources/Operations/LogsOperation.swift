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
        let checkout = try Checkout.load(invocation)
        let plan = try checkout.resolve(profile: checkout.profileName(invocation.wantedProfile)).plan
        let connection = try await EngineConnection.open(invocation)
        let containers = try await ServiceContainers(plan: plan, engine: connection.client).find(services)
        let width = containers.map(\.service.count).max() ?? 0
        let redactor = Redactor(plan.hiddenValues)
        Descriptors.endWhenUnread()
        let failures = await withTaskGroup(of: Failure?.self) { group in
            for container in containers {
                let prefix =
                    containers.count == 1
                    ? "" : container.service.padded(to: width) + " | "
                group.addTask {
                    do throws(EngineError) {
                        try await follow(container, connection.client, query, prefix, redactor, invocation.console)
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
        if let first = failures.first { throw Failure(first.exitCode, failures.flatMap(\.diagnostics)) }
    }

    private static func located(_ query: LogQuery, now: Double) throws(Failure) -> LogQuery {
        guard let since = query.since else { return query }
        var query = query
        query.since = try LogTime.seconds(since, now: now)
        return query
    }

    private static func follow(
        _ container: ServiceContainers.Found, _ engine: EngineClient, _ query: LogQuery, _ prefix: String,
        _ redactor: Redactor, _ console: Console
    ) async throws(EngineError) {
        let detail = try await engine.inspectContainer(container.id)
        let stream = try await engine.logs(container.id, query, tty: detail.config.tty)
        // A frame may end in the middle of a line, and of a character.
        var open: [UInt8] = []
        var iterator = stream.makeAsyncIterator()
        while let chunk = try await iterator.next() {
            open += chunk.bytes
            guard let end = open.lastIndex(of: UInt8(ascii: "\n")) else { continue }
            console.data(lines(open[...end], prefix, redactor))
            open.removeSubrange(...end)
        }
        if !open.isEmpty { console.data(lines((open + [UInt8(ascii: "\n")])[...], prefix, redactor)) }
    }

    private static func lines(_ bytes: ArraySlice<UInt8>, _ prefix: String, _ redactor: Redactor) -> [UInt8] {
        var text: [UInt8] = []
        for line in bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            text += Array(prefix.utf8)
            text += redactor.redacted(Array(line)) ?? Array(line)
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }
}
