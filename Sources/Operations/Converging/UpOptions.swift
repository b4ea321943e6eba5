import Profiles
import Project
import Templates

/// What the command line asks of `up` and `plan`.
package struct UpOptions: Sendable {
    package var services: Set<String> = []
    package var with: Set<String> = []
    package var without: Set<String> = []
    /// Seconds; beats every service's own `ready_within`.
    package var waitTimeout: Int?
    /// A word of `PullPolicy`, which beats the templates' own `pull_policy`.
    package var pullPolicy: String?
    /// What is to be pulled always has been.
    var hasPulled = false
    package var forceRecreate = false
    package var removeOrphans = false
    package var autoPorts = false
    /// Services whose containers go although the plan has them, each with the cause.
    var dropped: [String: String] = [:]
    /// The first failure ends the command, which has a way back to go; else what could be started is waited for, too: one
    /// service that is not ready hides no other.
    var failsFast = false
    /// Hand edits in `.env`'s managed block are lost.
    package var force = false
    /// Services that other machines reach with a login that everybody knows are let pass.
    package var allowsExposed = false
    /// A line for services too that were ready at once.
    package var timings = false
    /// What is inside services is made true; without it they are only waited for.
    package var seeds = true

    package init() {}

    var pull: PullPolicy? { pullPolicy.flatMap(PullPolicy.init) }

    /// What an unfinished switch may have left goes, where the command is about the whole plan.
    func settling(_ state: ProjectState, _ plan: ResolvedPlan) -> UpOptions {
        guard services.isEmpty, !state.unsettled.isEmpty else { return self }
        var options = self
        options.removeOrphans = true
        for service in plan.services where !service.isEnabled {
            options.dropped[service.name] = "not in this profile"
        }
        return options
    }

    var waitLimit: Duration? { waitTimeout.map { .seconds($0) } }
}
