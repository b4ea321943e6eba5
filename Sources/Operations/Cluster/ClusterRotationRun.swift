import Diagnostics
import Kubernetes

/// One rotation at work.
struct ClusterRotationRun {
    let invocation: Invocation
    let kubectl: Kubectl
    let rotation: ClusterRotation
    /// The command that does the same again.
    let again: String

    /// The command that leaves the Secret to its manager.
    let external: String

    private var isExternal: Bool {
        if case .refresh = rotation.update { true } else { false }
    }
    private var secret: String { rotation.settings.secret }
    private var calls: ClusterCalls { rotation.calls }
    private var look: ClusterLook {
        ClusterLook(kubectl: kubectl, settings: rotation.settings, calls: calls, rotate: again, isShown: true)
    }

    func steps(from first: ClusterRotation.Step) async throws(Failure) {
        var version = ""
        for step in ClusterRotation.Step.allCases.drop(while: { $0 != first }) {
            invocation.console.tell("\(step.rawValue): \(step.title)")
            do throws(Failure) {
                switch step {
                case .update: version = try await update()
                case .wait:
                    guard try await isNews(since: version) else {
                        return invocation.console.report([
                            Diagnostic(
                                .note,
                                "the Secret holds these values already, and all pods have them; nothing is restarted",
                                hint: "\(again) --from restart")
                        ])
                    }
                case .restart: try await all(of: step, limit: .seconds(60))
                case .rollout: try await all(of: step, limit: .seconds(rotation.patience + 30))
                case .check: try await check()
                }
            } catch {
                throw stopped(error, at: step)
            }
        }
        invocation.console.tell("rotated: \(rotation.settings.deployments.count) deployments run with the new values")
    }

    private func tell(_ call: KubectlCall) { invocation.console.tell("  $ \(call.shown)") }

    private func run(_ call: KubectlCall) async throws(Failure) -> String {
        tell(call)
        return try await kubectl.run(call)
    }

    /// - Returns: the Secret's version before.
    private func update() async throws(Failure) -> String {
        tell(calls.owners(of: secret))
        let owner = try await kubectl.owner(of: secret, calls)
        if !isExternal { try kubectl.requireOurs(secret, owner, calls, again: external) }
        let version = try await run(calls.resourceVersion(of: secret))
        switch rotation.update {
        case .apply(let manifest, let source, let forced):
            let call = calls.apply(manifest, source: source, forced: forced)
            tell(call)
            try await kubectl.apply(call, again: again)
        case .refresh(let time):
            // It knows its own name; the file may not.
            let known = owner.flatMap { $0.kind == "ExternalSecret" ? $0.name : nil }
            let name = known ?? rotation.settings.external?.name ?? secret
            _ = try await run(calls.refresh(externalSecret: name, at: time))
        }
        return version
    }

    /// Whether there is something to restart for. An update from here has happened when kubectl ends, one by a manager is
    /// waited for. What was written by an earlier run that did not come to its restarts counts too.
    private func isNews(since version: String) async throws(Failure) -> Bool {
        if isExternal ? try await arrives(after: version) : try await run(calls.resourceVersion(of: secret)) != version
        {
            return true
        }
        let behind = try await look.behind()
        guard behind.isEmpty else {
            invocation.console.tell("  older than the Secret: \(behind.joined(separator: ", "))")
            return true
        }
        guard isExternal else { return false }
        throw Failure(
            .notReached, "the Secret '\(secret)' is as it was after \(rotation.patience) s",
            notes: [.init("its manager may have nothing new, or may not reach its store")],
            hint: calls.describe("externalsecret", rotation.settings.external?.name ?? secret).line)
    }

    /// Waits until the Secret is another. Servers and proxies end a watch when they like: it is begun again.
    private func arrives(after version: String) async throws(Failure) -> Bool {
        let call = calls.watchVersion(of: secret)
        tell(call)
        let deadline = ContinuousClock.now + .seconds(rotation.patience)
        while case let left = ContinuousClock.now.duration(to: deadline), left > .zero {
            let isNew: @Sendable ([UInt8]) -> Bool = { output in
                // The last piece may be half a line.
                String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                    .dropLast().contains { !$0.isEmpty && $0 != version }
            }
            guard let answer = try await kubectl.answer(call, limit: left, until: isNew) else { return false }
            if isNew(Array(answer.output.utf8)) { return true }
            guard answer.exitCode == 0 else { throw kubectl.failure(answer, call) }
            // One that ends at once, again and again, is asked no more often than this.
            try? await Task.sleep(for: min(.seconds(1), left))
        }
        return false
    }

    private func all(of step: ClusterRotation.Step, limit: Duration) async throws(Failure) {
        for call in rotation.calls(of: step) {
            tell(call)
            _ = try await kubectl.run(call, limit: limit)
        }
    }

    private func check() async throws(Failure) {
        var report = Examination()
        try await look.health(&report)
        for name in rotation.settings.deployments { try await look.logs(of: name, &report) }
        invocation.console.data(report.text)
        guard report.isGood else { throw Failure(.notReached, "what was restarted is not well: \(report.summary)") }
    }

    /// What was done stays done: each step can be repeated. A wait is part of its update, which finds out by itself what is left.
    private func stopped(_ failure: Failure, at step: ClusterRotation.Step) -> Failure {
        if failure.exitCode == .refused { return failure }
        let resume = step == .update || step == .wait ? again : "\(again) --from \(step.rawValue)"
        guard failure.exitCode != .interrupted, var last = failure.diagnostics.last else {
            return Failure(
                .interrupted, [Diagnostic(.note, "the rotation was interrupted at '\(step.rawValue)'", hint: resume)])
        }
        let end = "the rotation stopped at '\(step.rawValue)'"
        last.notes.append(.init(last.hint == nil ? end : "\(end); to go on: \(resume)"))
        if last.hint == nil { last.hint = resume }
        return Failure(failure.exitCode, failure.diagnostics.dropLast() + [last])
    }
}
