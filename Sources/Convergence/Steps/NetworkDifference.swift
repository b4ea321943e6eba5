import Compose
import Profiles

/// Why a network must be made anew, in a user's words: an engine changes none.
enum NetworkDifference {
    /// - Returns: `nil` where the network is as the plan has it, is another's, or was not made from a compose file: its
    ///   label says what it was made from, as docker compose reads it.
    static func cause(
        _ existing: ObservedState.Network, _ network: ResolvedNetwork, _ plan: ResolvedPlan
    ) -> String? {
        // The digest of a network needs no more of the model than the plan.
        let model = ComposeModel(plan: plan, directory: "", planKey: [])
        guard !network.isExternal, existing.project == plan.project, let hash = existing.configHash,
            hash != model.configHash(of: network)
        else { return nil }
        var changes: [String] = []
        if existing.isInternal != network.isInternal { changes.append("internal changed") }
        if existing.driver != network.driver ?? defaultDriver { changes.append("driver changed") }
        let before = existing.labels.filter { !$0.key.hasPrefix(composePrefix) }
        for name in Set(before.keys).union(network.labels.keys).sorted() {
            switch (before[name], network.labels[name]) {
            case (nil, _?): changes.append("label \(name) added")
            case (_?, nil): changes.append("label \(name) removed")
            case (let old, let new): if old != new { changes.append("label \(name) changed") }
            }
        }
        return changes.isEmpty ? "its configuration changed" : changes.joined(separator: ", ")
    }

    /// Of engines on Linux, as docker compose leaves it to them.
    private static let defaultDriver = "bridge"
    private static let composePrefix = "com.docker.compose."
}
