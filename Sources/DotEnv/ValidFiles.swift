#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The exported variables as the generated files say, where these are known to be current.
package enum ValidFiles {
    /// Larger ones are left to the full program.
    private static let limit = 64 << 20

    /// nil where anything is in doubt: a changed input, an open journal, another profile's block, a value that the calling
    /// environment may override.
    package static func load(
        _ directory: String, environment: CallingEnvironment
    ) -> (profile: String, hash: String, exported: [ExportedVariable])? {
        guard !environment.ownNames.contains(where: overrides),
            let bytes = FileBytes.read("\(directory)/\(Stamp.path)", limit: limit, owned: true),
            let stamp = Stamp(text: bytes), !stamp.hasNotes, !hasJournal("\(directory)/.sfm-dev"),
            let file = FileBytes.read("\(directory)/.env", limit: limit, owned: true),
            // After the reading: what changed meanwhile is noticed.
            stamp.isCurrent(in: directory), let text = String(validating: file, as: UTF8.self),
            let block = (try? ManagedFile.parse(text))?.block, block.profile == stamp.profile,
            let entries = try? block.entries()
        else { return nil }
        // Both are in the profile's order, so each is found where the one before ended.
        var next = 0
        var exported: [ExportedVariable] = []
        exported.reserveCapacity(stamp.variables.count)
        for variable in stamp.variables {
            while next < entries.count, entries[next].name != variable.name { next += 1 }
            guard next < entries.count, VariableName.isValid(variable.name) else { return nil }
            let value = entries[next].value
            next += 1
            exported.append(
                ExportedVariable(
                    name: variable.name, value: value, surfaces: variable.surfaces, isSecret: variable.isSecret,
                    rivals: variable.rivals))
        }
        return (stamp.profile, stamp.hash, exported)
    }

    /// Whose variables the generated files hold, where these are known to be current; nil as for `load`.
    static func standing(
        _ directory: String, environment: CallingEnvironment
    ) -> (profile: String, hash: String)? {
        guard !environment.ownNames.contains(where: overrides),
            let bytes = FileBytes.read("\(directory)/\(Stamp.path)", limit: limit, owned: true),
            let stamp = Stamp(text: bytes, withVariables: false), !hasJournal("\(directory)/.sfm-dev"),
            stamp.isCurrent(in: directory)
        else { return nil }
        return (stamp.profile, stamp.hash)
    }

    /// `SFM_DEV_<SETTING>` may change any value.
    package static func overrides(_ name: String) -> Bool {
        name.hasPrefix("SFM_DEV_") && name != EnvironmentMarker.name && name != ProjectDirectory.variable
            && !name.hasPrefix("SFM_DEV_X_")
    }

    private static func hasJournal(_ folder: String) -> Bool {
        guard let stream = opendir(folder) else { return true }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let isJournal = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 8) { strncmp($0, "journal", 7) == 0 }
            }
            if isJournal { return true }
        }
        return false
    }
}
