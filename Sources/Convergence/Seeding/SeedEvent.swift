package import Diagnostics

/// What seeding did, as it is done.
package enum SeedEvent: Sendable, Equatable {
    /// The login did not work, and does now; in a user's words.
    case repaired(service: String, String)
    /// A seed was made, and why.
    case applied(service: String, seed: String, cause: String)
    case note(Diagnostic)
}
