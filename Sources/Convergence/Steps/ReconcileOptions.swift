/// What a command asks of the reconciler besides the plan.
package struct ReconcileOptions: Sendable, Equatable {
    package enum Pull: String, Sendable, CaseIterable { case missing, always, never }

    /// Services named on the command line, with what they depend on; empty for all that are enabled.
    package var services: Set<String> = []
    package var forceRecreate = false
    package var removeOrphans = false
    package var pull: Pull = .missing
    /// Services whose containers go although the plan still has them, each with the cause: `--without api`.
    package var dropped: [String: String] = [:]
    /// Other names of this project's folder, such as a link: docker compose writes the path that the user came by.
    package var aliases: Set<String> = []
    /// Folders of other checkouts that exist on this machine, out of `Reconciler.otherFolders`.
    package var existingFolders: Set<String> = []

    package init() {}
}
