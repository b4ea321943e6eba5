import Diagnostics
import Kubernetes

/// Section 5 of SFM's runbook: what a cluster says of the Secret, and of what reads it. One look that fails hides no other.
struct ClusterLook {
    let kubectl: Kubectl
    let settings: ClusterSettings
    let calls: ClusterCalls

    func all(_ keys: [String], _ report: inout Examination) async throws(Failure) {
        let time = try await secret(keys, &report)
        for name in settings.deployments {
            try await deployment(name, changed: time, &report)
            try await logs(of: name, &report)
        }
        try await health(&report)
    }

    /// nil, and a line in the report, where kubectl did not get it.
    private func answer(
        _ check: String, _ call: KubectlCall, _ report: inout Examination
    ) async throws(Failure) -> String? {
        let answer = try await kubectl.ask(call)
        guard answer.exitCode != 0 else { return answer.output }
        report.add(.init(verdict: .fail, check: check, text: answer.reason, hint: call.shown))
        return nil
    }

    /// - Returns: when the Secret was last written; nil where nobody knows.
    private func secret(_ wanted: [String], _ report: inout Examination) async throws(Failure) -> String? {
        let name = settings.secret
        guard let text = try await answer("secret", calls.keys(of: name), &report) else { return nil }
        let found = Set(text.split(separator: "\n").map { String($0) })
        let missing = wanted.filter { !found.contains($0) }
        if missing.isEmpty {
            report.ok("secret", "'\(name)' has all \(wanted.count) keys")
        } else {
            report.add(
                .init(
                    verdict: .fail, check: "secret", text: "'\(name)' lacks \(missing.joined(separator: ", "))",
                    hint: "sfm-dev kubernetes rotate --context \(ShellWord.quoted(calls.context))"))
        }
        let times = try await answer("secret", calls.times(of: name), &report) ?? ""
        return times.split(separator: "\n").max().map { String($0) }
    }

    private func deployment(
        _ name: String, changed: String?, _ report: inout Examination
    ) async throws(Failure) {
        guard let text = try await answer(name, calls.deployment(name), &report) else { return }
        guard let state = KubectlJSON.deployment(text) else {
            return report.add(.init(verdict: .fail, check: name, text: "kubectl said of it what is no Deployment"))
        }
        if state.ready < state.wanted {
            report.add(
                .init(
                    verdict: .fail, check: name,
                    text: "\(state.ready) of \(state.wanted) pods are ready and up to date",
                    hint: calls.rolledOut(name, within: 60).shown))
        } else {
            report.ok(name, "\(state.ready) of \(state.wanted) pods are ready")
        }
        report.ok(
            name,
            state.isReloaded(on: settings.secret)
                ? "Reloader restarts it when the Secret changes" : "nothing restarts it when the Secret changes")
        guard let changed, !state.selector.isEmpty,
            let list = try await answer(name, calls.pods(state.selectorText), &report),
            let pods = KubectlJSON.pods(list)
        else { return }
        let old = pods.filter { $0.startTime < changed }.map(\.name).sorted()
        guard let first = old.first else { return }
        report.add(
            .init(
                verdict: .fail, check: name,
                text: "'\(first)'\(old.count > 1 ? " and \(old.count - 1) more" : "") began before the Secret changed",
                notes: ["the Secret is of \(changed)"],
                hint: "sfm-dev kubernetes rotate --context \(ShellWord.quoted(calls.context)) --from restart"))
    }

    func health(_ report: inout Examination) async throws(Failure) {
        guard let health = settings.health else { return }
        for path in health.paths {
            let call = calls.health(health, path: path)
            guard let text = try await answer(path, call, &report) else { continue }
            let failed = HealthAnswer.failed(text)
            guard !failed.isEmpty else {
                report.ok(path, "well")
                continue
            }
            report.add(
                .init(
                    verdict: .fail, check: path, text: "not well: \(failed.joined(separator: ", "))", hint: call.shown))
        }
    }

    func logs(of name: String, _ report: inout Examination) async throws(Failure) {
        let call = calls.logs(name, since: ClusterRotation.logSpan)
        guard let text = try await answer(name, call, &report) else { return }
        let lines = LogTrouble.lines(text)
        guard let last = lines.last else { return report.ok(name, "its log tells of no trouble") }
        report.add(
            .init(
                verdict: .fail, check: name,
                text: "its log tells of trouble, \(lines.count == 1 ? "once" : "\(lines.count) times")",
                notes: [last], hint: call.shown))
    }
}
