import Diagnostics
import Templates

/// The values behind `${NAME}` in templates, by the order of precedence: `SFM_DEV_NAME`, `config.yaml`, a chosen port,
/// the template's own default.
final class Settings {
    private let input: ResolverInput
    private let overrides: Overrides
    private let credentials: Set<String>
    /// Variables that hold credentials.
    private let secrets: Set<String>
    private var references: [String: (value: String, file: String, isDefault: Bool)] = [:]
    /// Of texts that were interpolated.
    private var places: [SourceLocation: [Interpolation.Reference]] = [:]

    init(_ profile: Profile, input: ResolverInput, overrides: Overrides) {
        credentials = Set(profile.credentialNames)
        secrets = Set(profile.variables.filter(\.holdsCredential).map(\.name))
        self.input = input
        self.overrides = overrides
    }

    /// `SFM_DEV_NAME` sets credentials and variables too: what is secret among them is no setting.
    func refusal(of name: String) -> Interpolation.Refusal? {
        let message = "'\(name)' is secret, and would stand here for everybody to read"
        if credentials.contains(name) { return .init(message, hint: "mount it as a file: 'secrets: [\(name)]'") }
        guard secrets.contains(name) else { return nil }
        let (key, declared) = (
            name.lowercased(), "x-sfm-dev: {secrets: {\(name.lowercased()): {environment: \(name)}}}"
        )
        return .init(message, hint: "mount it as a file: 'secrets: [\(key)]', and declare it: '\(declared)'")
    }

    func value(_ name: String) -> String? {
        if credentials.contains(name) || secrets.contains(name) { return nil }
        return fromEnvironment(name) ?? overrides.settings[name]?.text
            ?? input.chosenPorts[name].map { String($0) }
    }

    /// Set but empty is not set: as with `${NAME:-…}`.
    private func fromEnvironment(_ name: String) -> String? {
        input.environment["SFM_DEV_" + name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// - Parameter location: of the text that it was written into.
    func record(_ reference: Interpolation.Reference, at location: SourceLocation) {
        places[location, default: []].append(reference)
        record(reference, in: location.file.path)
    }

    /// The same of one that a file asks for by its name.
    func record(_ reference: Interpolation.Reference, in path: String) {
        if reference.isDefault, references[reference.name] != nil { return }
        references[reference.name] = (reference.value, path, reference.isDefault)
    }

    /// The setting that the scalar at that place was written with and that has this value, if it was exactly one.
    func name(at location: SourceLocation, value: String) -> String? {
        let names = Set((places[location] ?? []).filter { $0.value == value }.map(\.name))
        return names.count == 1 ? names.first : nil
    }

    /// Who gave it a value that is not the template's own, and where.
    private func giver(of name: String) -> (origin: String, location: SourceLocation?)? {
        if fromEnvironment(name) != nil { return ("SFM_DEV_\(name)", nil) }
        return overrides.settings[name].map { ($0.location.file.path, $0.location) }
    }

    /// Tells with a mistake in a template which setting brought it there.
    func explain(_ findings: Findings) {
        guard findings.hasErrors else { return }
        for (location, references) in places {
            var told: Set<String> = []
            for reference in references where told.insert(reference.name).inserted {
                guard let giver = giver(of: reference.name) else { continue }
                let note = "'\(reference.name)' is '\(reference.value)' by \(giver.origin)"
                findings.annotate(.init(note, at: giver.location)) { $0.severity == .error && $0.location == location }
            }
        }
    }

    func isAskedFor(_ name: String) -> Bool { references[name] != nil }

    func resolved() -> [ResolvedSetting] {
        references.sorted { $0.key < $1.key }.map { name, reference in
            let (origin, isFixed) =
                if let giver = giver(of: name) {
                    (giver.origin, true)
                } else if input.chosenPorts[name] != nil {
                    ("chosen port", false)
                } else {
                    (reference.file, false)
                }
            return ResolvedSetting(name: name, value: reference.value, origin: origin, isFixed: isFixed)
        }
    }
}
