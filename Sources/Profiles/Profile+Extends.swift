import Diagnostics

extension Profile {
    /// A file whose lines a profile has too.
    struct Parent: Sendable {
        var path: String
        var extends: Diagnostic.Note
    }

    /// The services that it runs or can run.
    var serviceNames: [String] { (services + optional).map(\.text) }

    /// With what the parent has and its own file does not say: lists are replaced, mappings merged by name. What stands
    /// under a name is one thing, and is replaced whole.
    func over(_ parent: Profile) -> Profile {
        var profile = self
        if !given.contains("description") { profile.description = parent.description }
        if !given.contains("project") { profile.project = parent.project }
        // A service that this file lists is in no inherited list beside: it may become optional, or stop being it.
        let own = serviceNames
        if !given.contains("services") { profile.services = parent.services.filter { !own.contains($0.text) } }
        if !given.contains("optional") { profile.optional = parent.optional.filter { !own.contains($0.text) } }
        profile.credentials = Self.merged(parent.credentials, credentials, by: \.name)
        profile.credentialNames = Self.merged(parent.credentialNames, credentialNames, by: \.self)
        profile.variables = Self.merged(parent.variables, variables.map { $0.over(parent.variables) }, by: \.name)
        profile.external = Self.merged(parent.external, external, by: \.name)
        profile.networks = Self.merged(parent.networks, networks, by: \.key)
        profile.volumes = Self.merged(parent.volumes, volumes, by: \.key)
        profile.secrets = Self.merged(parent.secrets, secrets, by: \.name)
        profile.configs = Self.merged(parent.configs, configs, by: \.name)
        let known = profile.serviceNames
        let inherited = parent.overlays.map { overlay in
            Overlay(name: overlay.name, services: overlay.services.filter { known.contains($0.text) })
        }
        profile.overlays = Self.merged(inherited, overlays, by: \.name.text)
        return profile
    }

    /// With the variables that count: one that waits for an overlay gives way to the line that it was written over.
    func settlingConditions() -> Profile {
        var profile = self
        profile.variables = variables.compactMap { rule in
            ([rule] + rule.otherwise).first { $0.condition.map(isMet) ?? true }
        }
        return profile
    }

    private func isMet(_ condition: VariableRule.Condition) -> Bool {
        overlays.contains { overlay in
            overlay.name.text == condition.overlay.text
                && overlay.services.contains { $0.text == condition.service.text }
        }
    }

    /// In the parent's order, then the new ones.
    private static func merged<Line>(_ parent: [Line], _ own: [Line], by name: KeyPath<Line, String>) -> [Line] {
        let replaced = Dictionary(own.map { ($0[keyPath: name], $0) }) { $1 }
        let known = Set(parent.map { $0[keyPath: name] })
        return parent.map { replaced[$0[keyPath: name]] ?? $0 } + own.filter { !known.contains($0[keyPath: name]) }
    }
}

extension Profile.VariableRule {
    fileprivate func over(_ parents: [Profile.VariableRule]) -> Profile.VariableRule {
        guard condition != nil, let parent = parents.first(where: { $0.name == name }) else { return self }
        var rule = self
        rule.otherwise = [parent] + parent.otherwise
        return rule
    }
}
