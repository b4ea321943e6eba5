import Compose
import Convergence
import Diagnostics
import Engine
import Profiles
import Project

/// Everything that a ticket needs, in one text: what was found, what runs, the generated compose file, and the logs. Secrets
/// are hidden, and the file is the user's alone all the same: logs may hold what nobody knew to be one.
struct DoctorBundle {
    let report: Examination
    /// nil outside a project.
    let folder: StateFolder?

    private static let logLines = 200
    private static let longest = 1 << 20

    static func requireFree(_ path: String) throws(Failure) {
        guard FileFacts.isThere(path) else { return }
        throw Failure(.usage, "'\(path)' is there already", hint: "name a file that is not, or remove it first")
    }

    /// - Parameter plan: nil where there is none.
    func write(to path: String, _ plan: ResolvedPlan?, _ connection: EngineConnection?) async throws(Failure) {
        try Self.requireFree(path)
        var text = section("report", report.text)
        do throws(Failure) { try learnEveryProfile() } catch {
            // What cannot be read cannot be hidden.
            text += section("left out", "everything else: \(error.diagnostics.map(\.message).joined(separator: "; "))")
            return try AtomicFile.write(Array(KnownSecrets.redactor.redacted(text).utf8), to: path, mode: 0o600)
        }
        let compose =
            try folder.flatMap { folder throws(Failure) in
                try SafeFile.readText(folder.composeFile, limit: 64 << 20)
            } ?? ""
        if !compose.isEmpty { text += section("compose file", MaskedCompose.text(compose)) }
        if let plan, let connection { text += await containers(plan, connection) }
        let safe = KnownSecrets.redactor.redacted(text)
        try AtomicFile.write(Array(safe.utf8), to: path, mode: 0o600)
    }

    /// Logs may be of containers that another profile made.
    private func learnEveryProfile() throws(Failure) {
        guard let folder else { return }
        for file in FileFacts.names(in: folder.credentialsFolder) where file.hasSuffix(".env") {
            let store = try CredentialStore.load(folder, profile: String(file.dropLast(4)))
            KnownSecrets.learn(store.entries.map(\.value.value))
        }
    }

    private func section(_ name: String, _ text: String) -> String { "==== \(name)\n\(text)\n" }

    private func containers(_ plan: ResolvedPlan, _ connection: EngineConnection) async -> String {
        let engine = connection.client
        let labels = ["\(Label.project)=\(plan.project)"]
        guard let containers = try? await engine.listContainers(labels: labels) else { return "" }
        var text = ""
        for container in containers.sorted(by: { ($0.names.first ?? "") < ($1.names.first ?? "") }) {
            let name = container.names.first ?? container.id
            var lines: [String] = []
            if let detail = try? await engine.inspectContainer(container.id),
                let stream = try? await engine.logs(
                    container.id, LogQuery(timestamps: true, tail: Self.logLines), tty: detail.config.tty)
            {
                var bytes: [UInt8] = []
                var iterator = stream.makeAsyncIterator()
                while let chunk = try? await iterator.next() {
                    bytes += chunk.bytes
                    // The last lines count, and a line may be as long as a program likes.
                    if bytes.count > 2 * Self.longest { bytes.removeFirst(bytes.count - Self.longest) }
                }
                lines = LogExcerpt.lines(of: bytes, last: Self.logLines, redactor: KnownSecrets.redactor)
            }
            let head = "\(container.image), \(container.status)"
            text += section("container \(name)", ([head] + lines).joined(separator: "\n"))
        }
        return text
    }
}
