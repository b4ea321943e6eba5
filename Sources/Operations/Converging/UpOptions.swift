import Convergence
import Profiles
import Templates

/// What `up` and its like are asked for: by the command line, and by the command itself.
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
    /// Ids of containers that stay all the same.
    var kept: Set<String> = []
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

    /// What profiles before may have left goes, where the command is about the whole plan.
    func dropping(_ left: [String: Set<String>], _ plan: ResolvedPlan) -> UpOptions {
        guard services.isEmpty, let names = left[plan.project] else { return self }
        var options = self
        for name in names where plan.service(name)?.isEnabled != true {
            options.dropped[name] = Reconciler.notInProfile
        }
        return options
    }

    var waitLimit: Duration? { waitTimeout.map { .seconds($0) } }
}
