/// What a shell remembers of the variables it was given: their names and a keyed hash, never values.
package struct EnvironmentMarker: Sendable, Equatable {
    package static let name = "SFM_DEV_ENV"

    package var profile: String
    /// Keyed, so that it reveals nothing of the values; lower-case hexadecimal.
    package var hash: String
    package var names: [String]

    package init(profile: String, hash: String, names: [String]) {
        self.profile = profile
        self.hash = hash
        self.names = names
    }

    /// nil for another version's, or a text that is none. Names that sfm-dev never exports are left out: whoever can set the
    /// marker must not get `PATH` unset.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].elementsEqual("v1".utf8) else { return nil }
        profile = String(Substring(parts[1]))
        hash = String(Substring(parts[2]))
        names = parts[3].split(separator: UInt8(ascii: ",")).map { String(Substring($0)) }
            .filter { VariableName.isValid($0) && !VariableName.isForbidden($0) }
    }

    package var text: String {
        var text = "v1:"
        text += profile
        text += ":"
        text += hash
        text += ":"
        // Not `joined`, which costs the front as much as everything else here.
        for (index, name) in names.enumerated() {
            if index > 0 { text += "," }
            text += name
        }
        return text
    }
}
