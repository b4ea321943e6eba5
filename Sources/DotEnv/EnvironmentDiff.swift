package import Diagnostics

/// What a shell has to do to its environment.
package struct EnvironmentDiff: Sendable, Equatable {
    package var exports: [ExportedVariable]
    package var unsets: [String]
    package var notes: [Diagnostic]
    package var marker: EnvironmentMarker?

    /// From the calling environment to the wanted variables.
    package static func apply(
        _ wanted: [ExportedVariable], profile: String, hash: String, environment: CallingEnvironment
    ) -> EnvironmentDiff {
        let names = wanted.map(\.name)
        var diff = EnvironmentDiff(
            exports: wanted, unsets: [], notes: [],
            marker: EnvironmentMarker(profile: profile, hash: hash, names: names))
        var rivals: [(name: String, variable: String)] = []
        for variable in wanted {
            for rival in variable.rivals where environment.value(rival) != nil { rivals.append((rival, variable.name)) }
        }
        let leftovers = leftovers(in: environment)
        // At most prompts there is nothing to unset.
        if rivals.isEmpty, leftovers.isEmpty || leftovers == names { return diff }
        var done = Set(names)
        for name in leftovers where done.insert(name).inserted { diff.unsets.append(name) }
        for (rival, variable) in rivals where done.insert(rival).inserted {
            guard VariableName.isValid(rival), !VariableName.isForbidden(rival) else { continue }
            diff.unsets.append(rival)
            diff.notes.append(
                Diagnostic(.note, "'\(rival)' was set in this shell and is unset: it would beat '\(variable)'"))
        }
        return diff
    }

    /// Takes back all that an earlier `apply` set.
    package static func undo(environment: CallingEnvironment) -> EnvironmentDiff {
        var unsets = leftovers(in: environment)
        if environment.value(EnvironmentMarker.name) != nil { unsets.append(EnvironmentMarker.name) }
        return EnvironmentDiff(exports: [], unsets: unsets, notes: [], marker: nil)
    }

    /// The old marker's names, and what `set -a; . ./.env` exported for docker compose, which would prefer it to the file.
    private static func leftovers(in environment: CallingEnvironment) -> [String] {
        let old = environment.value(EnvironmentMarker.name).flatMap(EnvironmentMarker.init)?.names ?? []
        return old + environment.ownNames.filter { $0.hasPrefix("SFM_DEV_X_") && VariableName.isValid($0) }
    }
}
