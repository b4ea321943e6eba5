import Diagnostics
import Kubernetes

/// The user's kubectl, which knows the way to the cluster and who the user is there.
struct Kubectl {
    let path: String
    let invocation: Invocation

    /// - Throws: `.noEngine` where there is none.
    init(_ invocation: Invocation) throws(Failure) {
        guard let path = HelperProcess.find("kubectl", invocation.environment) else {
            throw Failure(
                .noEngine, "there is no kubectl on the PATH, and nothing else is used to reach a cluster",
                hint: "sudo apt-get install kubernetes-client, or https://kubernetes.io/docs/tasks/tools")
        }
        self.path = path
        self.invocation = invocation
    }

    /// How long one question to the API server may take.
    private static let patience = Duration.seconds(60)

    struct Answer {
        var exitCode: Int32
        var output: String
        var errors: String

        /// kubectl's last words, on one line.
        var reason: String {
            let line = errors.split(whereSeparator: \.isNewline).last.map { String($0) } ?? "it said nothing"
            return line.shownOnOneLine
        }
    }

    /// - Parameter isEnough: ends it with what it has said so far.
    /// - Throws: `.notReached` where it did not end by itself; `.interrupted`.
    func ask(
        _ call: KubectlCall, limit: Duration = patience, until isEnough: (@Sendable ([UInt8]) -> Bool)? = nil
    ) async throws(Failure) -> Answer {
        if invocation.console.isVerbose { invocation.console.tell("$ \(call.shown)") }
        let process = HelperProcess(words: [path] + call.arguments, environment: invocation.environment)
        switch await process.run(input: call.input ?? "", limit: limit, until: isEnough) {
        case .ended(let code, let output, let errors):
            return Answer(
                exitCode: code, output: String(decoding: output, as: UTF8.self),
                errors: String(decoding: errors, as: UTF8.self))
        case .cancelled: throw Failure(.interrupted, [])
        case .timedOut:
            throw Failure(
                .notReached, "kubectl did not end within \(limit.components.seconds) s",
                notes: [.init("asked by: \(call.line)")])
        case .stopped:
            throw Failure(
                .notReached, "kubectl wants to ask something on the terminal", notes: [.init("asked by: \(call.line)")],
                hint: call.line)
        case .notStarted(let number):
            throw Failure(.notReached, "'\(path)' could not be started (error \(number))")
        }
    }

    /// The same where anything but success is a failure.
    func run(_ call: KubectlCall, limit: Duration = patience) async throws(Failure) -> String {
        let answer = try await ask(call, limit: limit)
        guard answer.exitCode == 0 else {
            throw failure(answer, call)
        }
        return answer.output
    }

    func failure(_ answer: Answer, _ call: KubectlCall) -> Failure {
        Failure(.notReached, "kubectl: \(answer.reason)", notes: [.init("asked by: \(call.line)")])
    }

    /// Before anything is done there.
    /// - Throws: `.usage` for a context that kubectl does not know, or none at all.
    func requireContext(_ name: String?) async throws(Failure) -> String {
        let call = KubectlCall(["config", "get-contexts", "--output", "name"])
        let known = try await run(call).split(whereSeparator: \.isNewline).map { String($0) }
        guard let name else {
            throw Failure(
                .usage, "which cluster? nothing is done in one that was not named",
                notes: [.init("known contexts: " + (known.isEmpty ? "none" : known.joined(separator: ", ")))],
                hint: known.isEmpty ? "kubectl config set-context --help" : "kubectl config get-contexts")
        }
        guard known.contains(name) else {
            throw Failure(
                .usage, "kubectl knows no context '\(name)'",
                hint: suggestion(for: name, among: known, called: "contexts"))
        }
        return name
    }

    /// Gives the cluster what was rendered, and tells what kubectl says of it.
    func apply(_ manifest: String, source: String, _ calls: ClusterCalls) async throws(Failure) {
        let call = calls.apply(manifest, source: source)
        invocation.console.tell("$ \(call.shown)")
        for line in try await run(call).split(whereSeparator: \.isNewline) {
            invocation.console.tell("  \(String(line).shownOnOneLine)")
        }
    }

    /// A Secret that something in the cluster fills would be filled again: what is written there is lost.
    /// - Throws: `.refused`
    func requireOurs(_ secret: String, _ calls: ClusterCalls) async throws(Failure) {
        let owners = try await run(calls.owners(of: secret)).split(whereSeparator: \.isNewline)
        guard let owner = owners.first else { return }
        throw Failure(
            .refused, "'\(secret)' is filled by a '\(owner)', which would undo any change",
            hint: owner == "ExternalSecret"
                ? "sfm-dev kubernetes vault-commands" : "kubectl get secret \(secret) -o yaml")
    }
}
