import Diagnostics
import Profiles

/// Finds out which seeds are there.
protocol SeedCheck: Sendable {
    /// The seeds that are missing, in the given order: asked with the login of `ready` over the published port, by nothing
    /// that changes the service or writes to the engine.
    func check(_ seeds: [ResolvedSeed]) async throws(SeedFault) -> [SeedNeed]
}

/// What one service's protocol can do about seeds. Secrets reach it over the protocol or standard input.
protocol ServiceSeeder: Sendable {
    /// Makes one seed true, whatever is there of it already.
    /// - Returns: what the user should know besides.
    func apply(_ seed: ResolvedSeed) async throws(SeedFault) -> String?

    /// Makes the login of `ready` true by the service's local trusted path.
    /// - Returns: what was done; nil where the service has no such path.
    func repair(_ refusal: RefusalKind) async throws(SeedFault) -> SeedRepair?
}

/// A seed that is not there as it should be, and what is wrong with it: `missing`.
struct SeedNeed: Sendable, Equatable {
    var seed: ResolvedSeed
    var cause: String
}

/// What was made true, and why it was not: `password of 'postgres'`, `its volume had another`.
package struct SeedRepair: Sendable, Equatable {
    package var what: String
    package var cause: String
}

/// Why a seed could not be looked at or made: the service's own words, or ours.
struct SeedFault: Error, Equatable {
    var sentence: String
    var hint: String?

    init(_ sentence: String, hint: String? = nil) {
        self.sentence = sentence
        self.hint = hint
    }

    init(_ end: ProbeEnd) { self.init(end.answer.words) }
}
