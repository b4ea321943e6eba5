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
            case .check: "ask for health, and read the logs"
            }
        }
    }

    /// How the Secret gets its values.
    package enum Update: Sendable, Equatable {
        /// The manifest, and the command that prints it.
        case apply(manifest: String, source: String)
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

    package func calls(of step: Step) -> [KubectlCall] {
        switch step {
        case .update:
            switch update {
            case .apply(let manifest, let source): [calls.apply(manifest, source: source)]
            case .refresh(let time): [calls.refresh(externalSecret: settings.secret, at: time)]
            }
        case .wait: [calls.watchVersion(of: settings.secret)]
        case .restart: settings.deployments.map(calls.restart)
        case .rollout: settings.deployments.map { calls.rolledOut($0, within: patience) }
        case .check:
            (settings.health.map { health in health.paths.map { calls.health(health, path: $0) } } ?? [])
                + settings.deployments.map { calls.logs($0, since: Self.logSpan) }
        }
    }

    /// Old pods are gone by then: what is read was written by new ones. Seconds.
    package static let logSpan = 300
}
