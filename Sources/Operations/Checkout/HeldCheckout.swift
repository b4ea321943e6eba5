import Diagnostics
import Project

/// The checkout of a changing command as it was read, held where the lock could be had without making, settling or waiting
/// for anything: then all that was read stays true.
struct HeldCheckout: ~Copyable {
    let lock: ProjectLock?
    let invocation: Invocation
    let checkout: Checkout
    /// Whether git leaves alone what is going to be written.
    let git: GitQuestion

    /// - Parameter locking: false for a command that changes nothing which others read.
    init(_ invocation: Invocation, locking: Bool = true) throws(Failure) {
        let folder = StateFolder(project: try invocation.projectDirectory())
        let git = GitQuestion(folder, environment: invocation.environment)
        let lock = locking ? ProjectLock.early(folder, invocation) : nil
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
