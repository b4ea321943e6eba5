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
        let marker = EnvironmentMarker(profile: profile, hash: hash, names: names)
        var diff = EnvironmentDiff(exports: wanted, unsets: [], notes: [], marker: marker)
        var rivals: [(name: String, variable: String)] = []
        for variable in wanted {
            for rival in variable.rivals where environment.value(rival) != nil { rivals.append((rival, variable.name)) }
        }
        let old = environment.value(EnvironmentMarker.name)
        // At most prompts nothing has changed, and reading the names would cost a third of the front's work.
        let leftovers = (old == marker.text ? [] : exported(by: old)) + copies(in: environment)
        if rivals.isEmpty, leftovers.isEmpty { return diff }
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
        let old = environment.value(EnvironmentMarker.name)
        var unsets = exported(by: old) + copies(in: environment)
        if old != nil { unsets.append(EnvironmentMarker.name) }
        return EnvironmentDiff(exports: [], unsets: unsets, notes: [], marker: nil)
    }

    private static func exported(by marker: String?) -> [String] {
        marker.flatMap { EnvironmentMarker($0) }?.names ?? []
    }

    /// What `set -a; . ./.env` exported for docker compose, which would prefer it to the file.
    private static func copies(in environment: CallingEnvironment) -> [String] {
        environment.ownNames.filter { $0.hasPrefix("SFM_DEV_X_") && VariableName.isValid($0) }
    }
}
