import Diagnostics
package import Engine
package import Profiles
import Templates

/// Asks a service that runs what its template wants `doctor` to ask. Nothing is changed; a command is run inside.
package struct ServiceCheckup: Sendable {
    package struct Answer: Sendable, Equatable {
        package enum Verdict: Sendable { case ok, warning, failure }

        package var verdict: Verdict
        package var text: String
    }

    private static let patience = Duration.seconds(5)

    let service: ResolvedService
    let container: ContainerSummary
    let engine: any EngineWriting

    package init(_ service: ResolvedService, _ container: ContainerSummary, _ engine: any EngineWriting) {
        self.service = service
        self.container = container
        self.engine = engine
    }

    package func answers() async -> [Answer] {
        var answers: [Answer] = []
        for path in service.checks.http { answers.append(await ask(path)) }
        if let line = service.checks.logOnce {
            let answer = await within(Self.patience) { await count(line) }
            answers.append(answer ?? late("its log was not read"))
        }
        if !service.checks.absent.isEmpty {
            let answer = await within(Self.patience) { await look(for: service.checks.absent) }
            answers.append(answer ?? late("'env' inside did not end"))
        }
        return answers
    }

    private func late(_ what: String) -> Answer {
        Answer(verdict: .warning, text: "\(what) within \(Self.patience.inSeconds)")
    }

    private func ask(_ path: String) async -> Answer {
        guard case .probe(_, let address) = ReadinessCheck(service) else {
            return Answer(verdict: .warning, text: "\(path) was not asked: its port is not published")
        }
        let result = await converse(at: address, deadline: Self.patience) {
            (connection: inout ProbeConnection) throws(ProbeEnd) in
            try HTTPProbe(path: path, headers: [], address: address).reply(on: &connection)
        }
        switch result {
        case .failure(let end): return Answer(verdict: .failure, text: "\(path): \(end.answer.words)")
        case .success(let reply): return Self.judge(path, reply)
        }
    }

    /// An application may say 200 whatever its checks say: the JSON is the answer.
    static func judge(_ path: String, _ reply: HTTPReply) -> Answer {
        guard (200..<300).contains(reply.status) else {
            return Answer(verdict: .failure, text: "\(path): HTTP \(reply.status)")
        }
        guard let flags = HealthFlags(reply.body), flags.count > 0 else {
            return Answer(verdict: .ok, text: "\(path): HTTP \(reply.status)")
        }
        let wrong = flags.wrong.sorted()
        return wrong.isEmpty
            ? Answer(verdict: .ok, text: "\(path): every check is true")
            : Answer(verdict: .failure, text: "\(path): \(wrong.joined(separator: ", ")) false")
    }

    private func count(_ line: String) async -> Answer {
        let seen: Int
        do throws(EngineError) {
            let detail = try await engine.inspectContainer(container.id)
            let query = LogQuery(since: Timestamp.seconds(detail.state.startedAt).map { "\($0)" })
            let stream = try await engine.logs(container.id, query, tty: detail.config.tty)
            var bytes: [UInt8] = []
            var iterator = stream.makeAsyncIterator()
            // It stands near the start.
            while bytes.count < 1 << 20, let chunk = try await iterator.next() { bytes += chunk.bytes }
            seen = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.count { $0.contains(line) }
        } catch {
            return Answer(verdict: .warning, text: "its log cannot be read: \(error.sentence)")
        }
        switch seen {
        case 1: return Answer(verdict: .ok, text: "its log has '\(line)' once")
        case 0:
            let reason = service.checks.logElse.map { ": \($0)" } ?? ""
            return Answer(verdict: .warning, text: "its log has no '\(line)'\(reason)")
        default: return Answer(verdict: .warning, text: "its log has '\(line)' \(seen) times since its start")
        }
    }

    private func look(for names: [String]) async -> Answer {
        let command = InsideCommand(engine: engine, container: container.id)
        do throws(EngineError) {
            let result = try await command.run(ExecSpec(command: ["env"]))
            guard result.code == 0 else {
                return Answer(verdict: .warning, text: "'env' inside ended with \(result.code)")
            }
            let there = result.output.split { $0.isNewline }.map { $0.prefix { $0 != "=" } }
            let found = names.filter { there.contains($0[...]) }
            let list = (found.isEmpty ? names : found).joined(separator: ", ")
            return found.isEmpty
                ? Answer(verdict: .ok, text: "'env' inside does not show \(list)")
                : Answer(verdict: .failure, text: "'env' inside shows \(list)")
        } catch {
            return Answer(verdict: .warning, text: "'env' could not be run inside: \(error.sentence)")
        }
    }
}
