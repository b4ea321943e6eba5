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
    /// `switch`: what the new profile does not run goes, optional services too.
    var leavesOldProfile = false
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

    var waitLimit: Duration? { waitTimeout.map { .seconds($0) } }
}
