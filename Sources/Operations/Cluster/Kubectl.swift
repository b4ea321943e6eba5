import Diagnostics
import Kubernetes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The user's kubectl, which knows the way to the cluster and who the user is there.
struct Kubectl {
    let path: String
    let invocation: Invocation

    /// - Throws: `.noEngine` where there is none.
    init(_ invocation: Invocation) throws(Failure) {
        guard let path = HelperProcess.find("kubectl", invocation.environment) else {
            throw Failure(
                .noEngine, "there is no kubectl on the PATH, and nothing else is used to reach a cluster",
                hint: "install it as https://kubernetes.io/docs/tasks/tools says")
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
            let line =
                errors.split(whereSeparator: \.isNewline).last.map { String($0) }
                ?? "it said nothing, and ended with \(exitCode)"
            return line.shownOnOneLine
        }
    }

    /// - Throws: `.notReached` where it did not end by itself; `.interrupted`.
    func ask(_ call: KubectlCall, limit: Duration = patience) async throws(Failure) -> Answer {
        if let answer = try await answer(call, limit: limit) { return answer }
        throw Failure(
            .notReached, "kubectl did not end within \(limit.components.seconds) s",
            notes: [.init("asked by: \(call.line)")])
    }

    /// nil where it did not end in time.
    /// - Parameter isEnough: ends it with what it has said so far.
    func answer(
        _ call: KubectlCall, limit: Duration, until isEnough: (@Sendable ([UInt8]) -> Bool)? = nil
    ) async throws(Failure) -> Answer? {
        if invocation.console.isVerbose { invocation.console.tell("$ \(call.shown)") }
        let process = HelperProcess(words: [path] + call.arguments, environment: invocation.environment)
        switch await process.run(input: call.input ?? "", limit: limit, until: isEnough) {
        case .ended(let code, let output, let errors):
            return Answer(
                exitCode: code, output: String(decoding: output, as: UTF8.self),
                errors: String(decoding: errors, as: UTF8.self))
        case .cancelled: throw Failure(.interrupted, [])
        case .timedOut: return nil
        case .stopped:
            throw Failure(
                .notReached, "kubectl wants to ask something on the terminal", notes: [.init("asked by: \(call.line)")],
                hint: call.line)
        case .notStarted(let number):
            throw Failure(.notReached, "'\(path)' could not be started: \(String(cString: strerror(number)))")
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

    /// Gives the cluster what was rendered, and tells what kubectl says of it: what arrived, before what did not.
    /// - Parameter again: the command that does this again.
    /// - Throws: `.refused` where somebody else's values would be lost.
    func apply(_ call: KubectlCall, again: String) async throws(Failure) {
        let answer = try await ask(call)
        for line in answer.output.split(whereSeparator: \.isNewline) {
            invocation.console.tell("  \(String(line).shownOnOneLine)")
        }
        let lines = answer.errors.split(whereSeparator: \.isNewline).map { String($0).shownOnOneLine }
        let (warning, warnings) = ("Warning: ", lines.filter { $0.hasPrefix("Warning: ") })
        invocation.console.report(warnings.map { Diagnostic(.warning, "kubectl: \($0.dropFirst(warning.count))") })
        guard answer.exitCode != 0 else { return }
        guard let conflict = answer.errors.firstMatch(of: #/conflicts? with "([^"]*)"/#) else {
            var failure = failure(answer, call)
            let others = lines.dropLast().filter { !warnings.contains($0) }.prefix(5)
            failure.diagnostics[0].notes += others.map { .init($0) }
            throw failure
        }
        let what = lines.filter { !$0.hasPrefix("Please review") && !$0.hasPrefix("* ") && !warnings.contains($0) }
        throw Failure(
            .refused, "'\(conflict.1)' has written other values there", notes: what.prefix(10).map { .init($0) },
            hint: "\(again) --force-conflicts")
    }

    /// A Secret that something in the cluster fills would be filled again: what is written there is lost.
    /// - Throws: `.refused`
    /// - Parameter again: the command that goes its manager's way.
    func requireOurs(
        _ secret: String, _ owner: (kind: String, name: String)?, _ calls: ClusterCalls, again: String
    ) throws(Failure) {
        guard let owner else { return }
        throw Failure(
            .refused, "'\(secret)' is filled by the \(owner.kind) '\(owner.name)', which would undo any change",
            hint: owner.kind == "ExternalSecret" ? again : calls.describe("secret", secret).line)
    }

    /// What keeps a Secret as it wants it; nil where nothing does, or where there is no such Secret.
    func owner(of secret: String, _ calls: ClusterCalls) async throws(Failure) -> (kind: String, name: String)? {
        let lines = try await run(calls.owners(of: secret)).split(whereSeparator: \.isNewline)
        let words = lines.first?.split(separator: " ").map { String($0) } ?? []
        return words.count == 2 ? (words[0], words[1]) : nil
    }
}
