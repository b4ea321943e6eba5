/// The manual procedure of section 3.4 of SFM's runbook: what is done, in which order.
package struct ClusterRotation: Sendable {
    package enum Step: String, Sendable, CaseIterable {
        /// The Secret gets the values.
        case update
        /// The Secret in the cluster is another than before.
        case wait
        case restart
        /// The Deployments run what was restarted.
        case rollout
        /// Health and logs.
        case check

        package var title: String {
            switch self {
            case .update: "give the Secret the values"
            case .wait: "wait until the Secret has changed"
            case .restart: "restart what reads it"
            case .rollout: "wait until that runs"
            case .check: "ask for health, and read each pod's log"
            }
        }
    }

    /// How the Secret gets its values.
    package enum Update: Sendable, Equatable {
        /// The manifest, and the command that prints it.
        case apply(manifest: String, source: String, forced: Bool)
        /// Its manager has them already: its ExternalSecret is told to look at once.
        case refresh(time: Int64)
    }

    package var settings: ClusterSettings
    package var calls: ClusterCalls
    package var update: Update
    /// Seconds for the change to arrive, and for each Deployment.
    package var patience: Int

    package init(settings: ClusterSettings, calls: ClusterCalls, update: Update, patience: Int) {
        self.settings = settings
        self.calls = calls
        self.update = update
        self.patience = patience
    }

    /// What a step asks of kubectl. Of the check's calls, those about pods are made for each that there is.
    package func calls(of step: Step) -> [KubectlCall] {
        let secret = settings.secret
        switch (step, update) {
        case (.update, .apply(let manifest, let source, let forced)):
            return [
                calls.owners(of: secret), calls.resourceVersion(of: secret),
                calls.apply(manifest, source: source, forced: forced),
            ]
        case (.update, .refresh(let time)):
            let name = settings.external?.name ?? secret
            return [
                calls.owners(of: secret), calls.resourceVersion(of: secret),
                calls.refresh(externalSecret: name, at: time),
            ]
        case (.wait, .apply): return [calls.resourceVersion(of: secret)]
        case (.wait, .refresh): return [calls.watchVersion(of: secret)]
        case (.restart, _): return settings.deployments.map(calls.restart)
        case (.rollout, _): return settings.deployments.map { calls.rolledOut($0, within: patience) }
        case (.check, _):
            let health = settings.health.map { health in health.paths.map { calls.health(health, path: $0) } } ?? []
            return health
                + settings.deployments.flatMap { name in
                    [calls.deployment(name), calls.pods("LABELS"), calls.logs(pod: "NAME")]
                }
        }
    }
}
