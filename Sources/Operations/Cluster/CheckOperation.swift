package import Diagnostics
import Kubernetes
import Profiles
import Project

/// `sfm-dev kubernetes check`: section 5 of SFM's runbook against a cluster, or its rules for production without one.
package enum CheckOperation {
    /// Whether nothing is wrong.
    package static func run(
        _ invocation: Invocation, _ request: ClusterRequest, json: Bool
    ) async throws(Failure) -> Bool {
        let source = try ClusterSource(invocation, request, needsValues: request.context == nil)
        var report = Examination()
        if request.context == nil {
            let rules = ProductionRules(source.values, source.plan, ownFolder: source.checkout.folder.path)
            let violations = rules.violations
            for violation in violations {
                report.add(
                    .init(
                        verdict: .fail, check: violation.variable, text: violation.message,
                        notes: ["the runbook, \(violation.section)"]))
            }
            let bad = Set(violations.map(\.variable))
            for entry in source.values.entries where !bad.contains(entry.name) {
                report.ok(entry.name, "fit for production")
            }
        } else {
            let kubectl = try Kubectl(invocation)
            let context = try await kubectl.requireContext(request.context)
            let calls = ClusterCalls(context: context, namespace: source.settings.namespace)
            var whole = request
            whole.surface = nil
            let rotate =
                whole.program(invocation, profile: source.plan.profile, as: "rotate")
                + " --context \(ShellWord.quoted(context))"
            let look = ClusterLook(kubectl: kubectl, settings: source.settings, calls: calls, rotate: rotate)
            try await look.all(source.values.keys, &report)
        }
        invocation.console.data(json ? report.json : report.text)
        invocation.console.tell(report.summary)
        return report.isGood
    }

    /// `sfm-dev settings --kubernetes`: what `make settings` of SFM tells of a cluster.
    package static func services(_ invocation: Invocation, _ request: ClusterRequest) async throws(Failure) {
        let settings = try ClusterSource.settings(invocation, request)
        let kubectl = try Kubectl(invocation)
        let context = try await kubectl.requireContext(request.context)
        let call = ClusterCalls(context: context, namespace: settings.namespace).services()
        guard let services = KubectlJSON.services(try await kubectl.run(call)) else {
            throw Failure(.notReached, "kubectl said of the Services what is no list of them", hint: call.shown)
        }
        guard !services.isEmpty else {
            throw Failure(.notReached, "namespace '\(settings.namespace)' has no Service", hint: call.shown)
        }
        var rows = [["SERVICE", "TYPE", "IN THE CLUSTER", "ON A NODE"]]
        for service in services {
            for port in service.ports {
                rows.append([
                    service.name, service.type, "\(service.name).\(settings.namespace).svc:\(port.port)",
                    port.nodePort.map { "port \($0)" } ?? "-",
                ])
            }
        }
        invocation.console.data(TextTable.text(rows))
    }
}
