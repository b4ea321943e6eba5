import Profiles

/// What no protocol shows: whether a command ran, and with which rules a user was made. Pure.
enum RecordedNeeds {
    static func needs(_ seeds: [ResolvedSeed], _ record: ServerRecord) -> [SeedNeed] {
        seeds.compactMap { seed in
            guard let digest = digest(seed) else { return nil }
            let known = record.done[seed.name]?.digest
            if known == digest { return nil }
            let isCommand = if case .command = seed.what { true } else { false }
            let first = isCommand ? "not run on this volume" : "not known to be so"
            return SeedNeed(seed: seed, cause: known == nil ? first : "changed")
        }
    }

    /// Of what was made, without its secrets; nil where the service itself tells.
    static func digest(_ seed: ResolvedSeed) -> String? {
        switch seed.what {
        case .command(let words, let user): SeedDigest.of(([user ?? ""] + words).joined(separator: "\0"))
        case .user(_, _, let rules?): SeedDigest.of(rules)
        case .user(_, _, nil), .role, .database, .extension, .script, .collection, .topic: nil
        }
    }
}
