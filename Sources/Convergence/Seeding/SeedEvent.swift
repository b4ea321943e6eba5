package import Diagnostics

/// What seeding did, as it is done.
package enum SeedEvent: Sendable, Equatable {
    /// A part of the login did not work, and does now.
    case repaired(service: String, SeedRepair)
    /// A seed was made, and why.
    case applied(service: String, seed: String, cause: String)
    case note(Diagnostic)
}
