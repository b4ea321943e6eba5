package import Diagnostics
import Kubernetes
import Profiles

/// `sfm-dev kubernetes rotate`: section 3.4 of SFM's runbook, step by step, each with the command that does it.
package struct RotateInClusterOperation: Sendable {
    /// How it is asked for.
    package struct Options: Sendable {
        /// The Secret's manager has the values; nothing is written to the Secret from here.
        package var isExternal = false
        /// What others own is taken over.
        package var isForced = false
        /// The step to go on with.
        package var beginning: String?
        /// The commands alone, on standard output.
        package var isDry = false
        /// Seconds for each wait.
        package var patience = usualPatience

        package static let usualPatience = 300

        package init() {}
    }

    private let invocation: Invocation
    private let request: ClusterRequest
    private let options: Options

    package init(_ invocation: Invocation, _ request: ClusterRequest, _ options: Options) {
        self.invocation = invocation
        self.request = request
        self.options = options
    }

    /// The steps that a rotation can begin with: what a wait waits for is known to the step before it only.
    private static let beginnings = ClusterRotation.Step.allCases.filter { $0 != .wait }

    package func run() async throws(Failure) {
        let first = try first(options.beginning)
        try request.requireAllSurfaces("rotate")
        let kubectl = try Kubectl(invocation)
        let context = try await kubectl.requireContext(request.context)
        let source = try ClusterSource(invocation, request, needsValues: !options.isExternal)
        guard !source.settings.deployments.isEmpty else {
            throw Failure(
                .badInput, "'\(ClusterSettings.path)' names nothing to restart",
                hint: "write 'deployments: [NAME]' into it")
        }
        if first == .update, !options.isExternal { invocation.console.report(source.developmentWarning) }
        let (rotation, profile) = (rotation(source, context), source.plan.profile)
        guard !options.isDry else { return show(rotation, from: first) }
        let run = ClusterRotationRun(
            invocation: invocation, kubectl: kubectl, rotation: rotation, again: again(profile, options),
            external: external(profile))
        invocation.console.tell(
            "profile '\(profile)', to namespace '\(rotation.settings.namespace)' of '\(context)'")
        try await run.steps(from: first)
    }

    private func first(_ text: String?) throws(Failure) -> ClusterRotation.Step {
        guard let text else { return .update }
        if let step = Self.beginnings.first(where: { $0.rawValue == text }) { return step }
        throw Failure(
            .usage, "a rotation cannot begin with '\(text)'",
            hint: suggestion(for: text, among: Self.beginnings.map(\.rawValue), called: "steps"))
    }

    private func rotation(_ source: ClusterSource, _ context: String) -> ClusterRotation {
        let settings = source.settings
        var update = ClusterRotation.Update.refresh(time: WallClock.seconds())
        if !options.isExternal {
            let manifest = SecretManifest(
                name: settings.secret, namespace: settings.namespace, data: source.values.data)
            update = .apply(
                manifest: Manifests.text([manifest.value]),
                source: request.program(invocation, profile: source.plan.profile, as: "secret"),
                forced: options.isForced)
        }
        return ClusterRotation(
            settings: settings, calls: ClusterCalls(context: context, namespace: settings.namespace), update: update,
            patience: options.patience)
    }

    /// The command that does the same again.
    private func again(_ profile: String, _ options: Options) -> String {
        var text = request.program(invocation, profile: profile)
        if let context = request.context { text += " --context \(ShellWord.quoted(context))" }
        if options.isExternal { text += " --external" }
        if options.isForced { text += " --force-conflicts" }
        if options.patience != Options.usualPatience { text += " --wait-timeout \(options.patience)" }
        return text
    }

    private func external(_ profile: String) -> String {
        var options = options
        options.isForced = false
        options.isExternal = true
        return again(profile, options)
    }

    private func show(_ rotation: ClusterRotation, from first: ClusterRotation.Step) {
        for step in ClusterRotation.Step.allCases.drop(while: { $0 != first }) {
            let lines = ["# \(step.rawValue): \(step.title)"] + rotation.calls(of: step).map(\.shown)
            invocation.console.data(lines.map { $0 + "\n" }.joined())
        }
    }
}
