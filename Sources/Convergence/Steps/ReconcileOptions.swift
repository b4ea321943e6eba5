package import Templates

/// What a command asks of the reconciler besides the plan.
package struct ReconcileOptions: Sendable, Equatable {
    /// Services named on the command line, with what they depend on; empty for all that are enabled.
    package var services: Set<String> = []
    package var forceRecreate = false
    package var removeOrphans = false
    /// Beats the templates' own `pull_policy`.
    package var pull: PullPolicy?
    /// What is to be pulled always has been: an image that is still missing is pulled, no other.
    package var hasPulled = false
    /// Services whose containers go although the plan still has them, each with the cause: `--without api`.
    package var dropped: [String: String] = [:]
    /// Ids of containers that stay although they are dropped.
    package var kept: Set<String> = []
    /// Other names of this project's folder, such as a link: docker compose writes the path that the user came by.
    package var aliases: Set<String> = []
    /// Folders of other checkouts that exist on this machine, out of `Reconciler.otherFolders`.
    package var existingFolders: Set<String> = []

    package init() {}
}
