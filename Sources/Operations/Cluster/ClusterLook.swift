import Convergence
import Diagnostics
import Kubernetes

/// Section 5 of SFM's runbook: what a cluster says of the Secret, and of what reads it. One look that fails hides no other.
struct ClusterLook {
    let kubectl: Kubectl
    let settings: ClusterSettings
    let calls: ClusterCalls
    /// `sfm-dev kubernetes rotate` with what this call was given.
    let rotate: String
    /// Each command is told before it runs.
    var isShown = false

    /// So many pods' logs are read of each Deployment.
    private static let mostPods = 5

    func all(_ keys: [String], _ report: inout Examination) async throws(Failure) {
        try await secret(keys, &report)
        let time = (try await answer("secret", calls.times(of: settings.secret), &report)).flatMap(Self.newest)
        for name in settings.deployments { try await deployment(name, changed: time, &report) }
        try await health(&report)
    }

    /// nil, and a line in the report, where kubectl did not get it.
    private func answer(
        _ check: String, _ call: KubectlCall, _ report: inout Examination
    ) async throws(Failure) -> String? {
        show(call)
        let answer: Kubectl.Answer
        do throws(Failure) { answer = try await kubectl.ask(call) } catch {
            guard error.exitCode != .interrupted else { throw error }
            report.add(check, error.diagnostics)
            return nil
        }
        guard answer.exitCode != 0 else { return answer.output }
        report.add(.init(verdict: .fail, check: check, text: answer.reason, hint: call.line))
        return nil
    }

    private func show(_ call: KubectlCall) {
        if isShown { kubectl.invocation.console.tell("  $ \(call.shown)") }
    }

    private func run(_ call: KubectlCall) async throws(Failure) -> String {
        show(call)
        return try await kubectl.run(call)
    }

    private func secret(_ wanted: [String], _ report: inout Examination) async throws(Failure) {
        let name = settings.secret
        guard let text = try await answer("secret", calls.keys(of: name), &report) else { return }
        let found = Set(text.split(separator: "\n").map { String($0) })
        let missing = wanted.filter { !found.contains($0) }
        guard !missing.isEmpty else { return report.ok("secret", "'\(name)' has all \(wanted.count) keys") }
        report.add(
            .init(
                verdict: .fail, check: "secret", text: "'\(name)' lacks \(missing.joined(separator: ", "))",
                hint: rotate))
    }

    private static func unreadable(_ call: KubectlCall) -> Failure {
        Failure(.notReached, "kubectl's answer cannot be read", notes: [.init("asked by: \(call.line)")])
    }

    /// nil where nobody knows.
    private static func newest(_ times: String) -> String? { times.split(separator: "\n").max().map { String($0) } }

    /// The Deployments with pods that had their variables before the Secret changed.
    func behind() async throws(Failure) -> [String] {
        guard let changed = Self.newest(try await run(calls.times(of: settings.secret))) else { return [] }
        var behind: [String] = []
        for name in settings.deployments {
            let call = calls.deployment(name)
            guard let state = KubectlJSON.deployment(try await run(call)) else { throw Self.unreadable(call) }
            let list = calls.pods(state.selectorText)
            guard let pods = KubectlJSON.pods(try await run(list)) else { throw Self.unreadable(list) }
            if pods.contains(where: { $0.startTime < changed }) { behind.append(name) }
        }
        return behind
    }

    private func deployment(
        _ name: String, changed: String?, _ report: inout Examination
    ) async throws(Failure) {
        guard let text = try await answer(name, calls.deployment(name), &report) else { return }
        guard let state = KubectlJSON.deployment(text) else {
            return report.add(
                .init(
                    verdict: .fail, check: name, text: "kubectl said of it what is no Deployment",
                    hint: calls.deployment(name).line))
        }
        if state.isRolledOut {
            report.ok(name, "\(state.ready) of \(state.wanted) pods are ready")
        } else {
            report.add(
                .init(
                    verdict: .fail, check: name,
                    text: "its rollout is not done: \(state.ready) of \(state.wanted) pods are new and ready",
                    hint: calls.rolledOut(name, within: 60).line))
        }
        report.ok(
            name,
            state.isReloaded(on: settings.secret)
                ? "Reloader restarts it when the Secret changes" : "nothing restarts it when the Secret changes")
        guard let pods = try await pods(name, state, &report) else { return }
        let old = pods.filter { pod in changed.map { pod.startTime < $0 } ?? false }.map(\.name).sorted()
        if let first = old.first {
            report.add(
                .init(
                    verdict: .fail, check: name,
                    text:
                        "'\(first)'\(old.count > 1 ? " and \(old.count - 1) more" : "") began before the Secret changed",
                    notes: changed.map { ["the Secret is of \($0)"] } ?? [], hint: "\(rotate) --from restart"))
        }
        try await logs(name, pods, &report)
    }

    private func pods(
        _ name: String, _ state: DeploymentState, _ report: inout Examination
    ) async throws(Failure) -> [PodStart]? {
        let call = calls.pods(state.selectorText)
        guard let list = try await answer(name, call, &report) else { return nil }
        if let pods = KubectlJSON.pods(list) { return pods }
        report.add(
            .init(verdict: .fail, check: name, text: "kubectl said of its pods what is no list", hint: call.line))
        return nil
    }

    func health(_ report: inout Examination) async throws(Failure) {
        guard let health = settings.health else { return }
        for path in health.paths {
            let call = calls.health(health, path: path)
            guard let text = try await answer(path, call, &report) else { continue }
            // What is no JSON says nothing: that it was answered counts.
            let failed = HealthFlags(text)?.wrong.sorted() ?? []
            guard !failed.isEmpty else {
                report.ok(path, "well")
                continue
            }
            report.add(
                .init(verdict: .fail, check: path, text: "not well: \(failed.joined(separator: ", "))", hint: call.line)
            )
        }
    }

    func logs(of name: String, _ report: inout Examination) async throws(Failure) {
        guard let text = try await answer(name, calls.deployment(name), &report),
            let state = KubectlJSON.deployment(text), let pods = try await pods(name, state, &report)
        else { return }
        try await logs(name, pods, &report)
    }

    /// The newest pods' logs. What stands in them is not shown: values of the cluster may, and nobody here knows them.
    private func logs(_ name: String, _ pods: [PodStart], _ report: inout Examination) async throws(Failure) {
        var isQuiet = true
        for pod in pods.sorted(by: { $0.startTime > $1.startTime }).prefix(Self.mostPods) {
            let call = calls.logs(pod: pod.name)
            guard let text = try await answer(name, call, &report) else {
                isQuiet = false
                continue
            }
            let count = LogTrouble.lines(text).count
            guard count > 0 else { continue }
            isQuiet = false
            report.add(
                .init(
                    verdict: .fail, check: name,
                    text: "the log of '\(pod.name)' tells of trouble in \(count == 1 ? "a line" : "\(count) lines")",
                    hint: call.line))
        }
        if isQuiet, !pods.isEmpty { report.ok(name, "its log tells of no trouble") }
    }
}
