package import Diagnostics
import Kubernetes
import Profiles

/// `sfm-dev kubernetes rotate`: section 3.4 of SFM's runbook, step by step, each with the command that does it.
package struct RotateInClusterOperation: Sendable {
    private let invocation: Invocation
    private let request: ClusterRequest
    /// The Secret's manager has the values; nothing is written to the Secret from here.
    private let isExternal: Bool
    /// Seconds for each wait.
    private let patience: Int

    package init(_ invocation: Invocation, _ request: ClusterRequest, isExternal: Bool, patience: Int) {
        self.invocation = invocation
        self.request = request
        self.isExternal = isExternal
        self.patience = patience
    }

    /// The steps that a rotation can begin with: what a wait waits for is known to the step before it only.
    private static let beginnings = ClusterRotation.Step.allCases.filter { $0 != .wait }

    /// - Parameters:
    ///   - beginning: the step to go on with.
    ///   - isDry: the commands alone, on standard output.
    package func run(from beginning: String?, isDry: Bool) async throws(Failure) {
        let first = try first(beginning)
        let kubectl = try Kubectl(invocation)
        let context = try await kubectl.requireContext(request.context)
        let rotation = try rotation(context)
        guard !rotation.settings.deployments.isEmpty else {
            throw Failure(
                .badInput, "'\(ClusterSettings.path)' names nothing to restart",
                hint: "write 'deployments: [NAME]' into it")
        }
        guard !isDry else { return show(rotation, from: first) }
        let steps = ClusterRotation.Step.allCases.drop { $0 != first }
        var version = ""
        for step in steps {
            invocation.console.tell("\(step.rawValue): \(step.title)")
            do throws(Failure) {
                switch step {
                case .update: version = try await update(kubectl, rotation)
                case .wait:
                    guard try await hasChanged(since: version, kubectl, rotation) else {
                        let again = resume(at: .restart)
                        return invocation.console.report([
                            Diagnostic(
                                .note, "the Secret holds these values already; nothing is restarted", hint: again)
                        ])
                    }
                case .restart: try await all(of: step, kubectl, rotation, limit: .seconds(60))
                case .rollout: try await all(of: step, kubectl, rotation, limit: .seconds(patience + 30))
                case .check: try await check(kubectl, rotation)
                }
            } catch {
                throw stopped(error, at: step)
            }
        }
        invocation.console.tell("rotated: \(rotation.settings.deployments.count) deployments run with the new values")
    }

    private func first(_ text: String?) throws(Failure) -> ClusterRotation.Step {
        guard let text else { return .update }
        if let step = Self.beginnings.first(where: { $0.rawValue == text }) { return step }
        throw Failure(
            .usage, "a rotation cannot begin with '\(text)'",
            hint: suggestion(for: text, among: Self.beginnings.map(\.rawValue), called: "steps"))
    }

    private func rotation(_ context: String) throws(Failure) -> ClusterRotation {
        let update: ClusterRotation.Update
        let settings: ClusterSettings
        if isExternal {
            settings = try ClusterSource.settings(invocation, request)
            update = .refresh(time: WallClock.seconds())
        } else {
            let source = try ClusterSource(invocation, request)
            settings = source.settings
            let manifest = SecretManifest(
                name: settings.secret, namespace: settings.namespace, data: source.values.data)
            update = .apply(
                manifest: Manifests.text([manifest.value]),
                source: request.program(invocation, profile: source.plan.profile, as: "secret"))
        }
        return ClusterRotation(
            settings: settings, calls: ClusterCalls(context: context, namespace: settings.namespace), update: update,
            patience: patience)
    }

    private func show(_ rotation: ClusterRotation, from first: ClusterRotation.Step) {
        for step in ClusterRotation.Step.allCases.drop(while: { $0 != first }) {
            let lines = ["# \(step.rawValue): \(step.title)"] + rotation.calls(of: step).map(\.shown)
            invocation.console.data(lines.map { $0 + "\n" }.joined())
        }
    }

    private func tell(_ call: KubectlCall) { invocation.console.tell("  $ \(call.shown)") }

    /// - Returns: the Secret's version before.
    private func update(_ kubectl: Kubectl, _ rotation: ClusterRotation) async throws(Failure) -> String {
        let secret = rotation.settings.secret
        if !isExternal { try await kubectl.requireOurs(secret, rotation.calls) }
        let version = try await kubectl.run(rotation.calls.resourceVersion(of: secret))
        for call in rotation.calls(of: .update) {
            tell(call)
            _ = try await kubectl.run(call)
        }
        return version
    }

    /// An update from here has happened when kubectl ends. One by a manager is waited for: each version is told as it comes.
    private func hasChanged(
        since version: String, _ kubectl: Kubectl, _ rotation: ClusterRotation
    ) async throws(Failure) -> Bool {
        let secret = rotation.settings.secret
        guard isExternal else {
            let call = rotation.calls.resourceVersion(of: secret)
            tell(call)
            return try await kubectl.run(call) != version
        }
        for call in rotation.calls(of: .wait) {
            tell(call)
            let limit = Duration.seconds(patience)
            let answer: Kubectl.Answer
            do throws(Failure) {
                answer = try await kubectl.ask(call, limit: limit) { output in
                    // The last piece may be half a line.
                    String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                        .dropLast().contains { !$0.isEmpty && $0 != version }
                }
            } catch {
                guard error.exitCode != .interrupted else { throw error }
                throw Failure(
                    .notReached, "the Secret '\(secret)' is as it was after \(patience) s",
                    notes: [.init("its manager may have nothing new, or may not reach its store")],
                    hint: "kubectl --context \(ShellWord.quoted(rotation.calls.context))"
                        + " --namespace \(rotation.calls.namespace) describe externalsecret \(secret)")
            }
            guard answer.exitCode == 0 else { throw kubectl.failure(answer, call) }
        }
        return true
    }

    private func all(
        of step: ClusterRotation.Step, _ kubectl: Kubectl, _ rotation: ClusterRotation, limit: Duration
    ) async throws(Failure) {
        for call in rotation.calls(of: step) {
            tell(call)
            _ = try await kubectl.run(call, limit: limit)
        }
    }

    private func check(_ kubectl: Kubectl, _ rotation: ClusterRotation) async throws(Failure) {
        var report = Examination()
        let look = ClusterLook(kubectl: kubectl, settings: rotation.settings, calls: rotation.calls)
        for call in rotation.calls(of: .check) { tell(call) }
        try await look.health(&report)
        for name in rotation.settings.deployments { try await look.logs(of: name, &report) }
        invocation.console.data(report.text)
        guard report.isGood else { throw Failure(.notReached, "what was restarted is not well: \(report.summary)") }
    }

    private func resume(at step: ClusterRotation.Step) -> String {
        var text = request.program(invocation, profile: invocation.wantedProfile)
        if let context = request.context { text += " --context \(ShellWord.quoted(context))" }
        if isExternal { text += " --external" }
        return step == .update ? text : "\(text) --from \(step.rawValue)"
    }

    /// What was done stays done: each step can be repeated.
    private func stopped(_ failure: Failure, at step: ClusterRotation.Step) -> Failure {
        guard failure.exitCode != .interrupted, var last = failure.diagnostics.last else { return failure }
        let again = resume(at: step == .wait ? .update : step)
        let end = "the rotation stopped at '\(step.rawValue)'"
        last.notes.append(.init(last.hint == nil ? end : "\(end); to go on: \(again)"))
        if last.hint == nil { last.hint = again }
        return Failure(failure.exitCode, failure.diagnostics.dropLast() + [last])
    }
}
