import Diagnostics
import Project

/// The checkout of a changing command as it was read, and the lock where that could be had without making, settling or
/// waiting for anything: then all that was read stays true.
struct HeldCheckout: ~Copyable {
    let lock: ProjectLock?
    let invocation: Invocation
    let checkout: Checkout
    /// Whether git leaves alone what is going to be written.
    let git: GitQuestion

    init(_ invocation: Invocation) throws(Failure) {
        let folder = StateFolder(project: try invocation.projectDirectory())
        let git = GitQuestion(folder, environment: invocation.environment)
        let lock = ProjectLock.early(folder, invocation)
        let checkout = try Checkout.load(invocation)
        // All at once: what cannot be copied cannot be left half-made by a throw.
        self.lock = lock
        self.invocation = invocation
        self.checkout = checkout
        self.git = git
    }

    /// The project that files were last written for. nil where there is none, or another sfm-dev may be changing it.
    var project: String? { lock == nil ? nil : checkout.state.made?.project }
}
