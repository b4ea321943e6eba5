import Diagnostics
import YAML

/// Reads the profile that a plan is made of, with those that it extends below it.
struct ProfileLoader {
    let input: ResolverInput
    let findings: Findings
    /// What has been read besides the profile's own file.
    private(set) var parents: [Profile.Parent] = []

    init(input: ResolverInput, findings: Findings) {
        self.input = input
        self.findings = findings
    }

    /// nil where a file holds no profile; mistakes are found.
    mutating func load() throws(Failure) -> Profile? {
        guard let bytes = input.files[input.profilePath(input.profile)] else {
            let names = input.profileNames
            throw Failure(
                .badInput, "no profile named '\(input.profile)'",
                notes: [
                    .init("looked in profiles/: \(names.isEmpty ? "nothing there" : names.joined(separator: ", "))")
                ],
                hint: nearestName(to: input.profile, among: names).map { "did you mean '\($0)'?" }
                    ?? "write profiles/\(input.profile).yaml, or use one of those")
        }
        guard var profile = load(bytes, below: [input.profile]) else { return nil }
        profile.parents = parents
        checkConditions(profile)
        return profile.settlingConditions()
    }

    /// - Parameter chain: the profiles that extend each other so far, itself last.
    private mutating func load(_ bytes: [UInt8], below chain: [String]) -> Profile? {
        guard let name = chain.last, let own = read(bytes, name) else { return nil }
        var profile = own
        if own.given.contains("extends") {
            guard let parent = own.extends else { return nil }
            guard let bytes = self.bytes(of: parent, below: chain) else { return nil }
            parents.append(
                .init(
                    path: input.profilePath(parent.text),
                    extends: .init("'\(name)' extends this profile", at: parent.location)))
            guard let loaded = load(bytes, below: chain + [parent.text]) else { return nil }
            profile = own.over(loaded)
        }
        checkOverlays(own, of: profile)
        return profile
    }

    private func read(_ bytes: [UInt8], _ name: String) -> Profile? {
        do throws(Failure) {
            return ProfileReader(findings: findings, directory: input.directory).read(
                try parseYAML(bytes, path: input.profilePath(name)), name: name)
        } catch {
            error.diagnostics.forEach(findings.add)
            return nil
        }
    }

    private func bytes(of parent: Profile.Name, below chain: [String]) -> [UInt8]? {
        if let start = chain.firstIndex(of: parent.text) {
            let names = chain[start...] + [parent.text]
            findings.error(
                names.count == 2
                    ? "profile '\(parent.text)' extends itself"
                    : "profiles extend each other: \(names.joined(separator: " -> "))",
                at: parent.location, hint: "remove this line, or name another profile")
            return nil
        }
        guard let bytes = input.files[input.profilePath(parent.text)] else {
            findings.error(
                "no profile named '\(parent.text)'", at: parent.location,
                hint: suggestion(for: parent.text, among: input.profileNames, called: "profiles"))
            return nil
        }
        return bytes
    }

    /// A slip in a condition would leave a variable out without a word.
    private func checkConditions(_ profile: Profile) {
        let (overlays, services) = (profile.overlays.map(\.name.text), input.templateNames)
        for condition in profile.variables.flatMap({ [$0] + $0.otherwise }).compactMap(\.condition) {
            if !overlays.contains(condition.overlay.text) {
                findings.error(
                    "the profile has no overlay '\(condition.overlay.text)'", at: condition.overlay.location,
                    hint: suggestion(for: condition.overlay.text, among: overlays, called: "overlays"))
            } else if !services.contains(condition.service.text) {
                findings.error(
                    "unknown service '\(condition.service.text)'", at: condition.service.location,
                    hint: suggestion(for: condition.service.text, among: services, called: "services"))
            }
        }
    }

    /// What an inherited overlay says of a service that is not run any more was dropped already.
    private func checkOverlays(_ own: Profile, of profile: Profile) {
        let known = profile.serviceNames
        for overlay in own.overlays {
            for name in overlay.services where !known.contains(name.text) {
                findings.error(
                    "overlay '\(overlay.name.text)' names '\(name.text)', which the profile does not list",
                    at: name.location, hint: suggestion(for: name.text, among: known, called: "services"))
            }
        }
    }
}

extension Findings {
    /// Whoever asks for a profile may not know the files of those that it extends.
    func explain(_ parents: [Profile.Parent]) {
        for parent in parents {
            annotate(parent.extends) { $0.location?.file.path == parent.path }
        }
    }
}
