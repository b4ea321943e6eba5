package import Diagnostics
import Templates
import YAML

/// Profile, templates, overrides and credentials to one `ResolvedPlan`, or every mistake in them at once.
package struct Resolver {
    let input: ResolverInput
    let findings = Findings()
    private let files: NamedFiles
    private let known = Known()

    /// What was read for one question need not be read for the next.
    private final class Known {
        var overrides: Overrides?
        var profile: Profile?
    }

    package init(_ input: ResolverInput) {
        self.input = input
        files = NamedFiles(known: input.namedFiles, directory: input.directory)
    }

    /// Files that a resolution asked for and that the input lacks: it is not to be trusted before they are there.
    package var wantedFiles: Set<String> { files.wanted }

    /// Throws with exit code 65 and all mistakes, sorted by place.
    package func resolve() throws(Failure) -> (plan: ResolvedPlan, warnings: [Diagnostic]) {
        let overrides = self.overrides()
        let profile = try readProfile()
        let settings = Settings(profile, input: input, overrides: overrides)
        let loader = TemplateLoader(input: input, settings: settings, files: files, findings: findings)
        let override = loader.override()
        let templates = loader.templates(of: profile, override)

        let project = projectName(profile, overrides)
        var plan = ResolvedPlan(profile: profile.name, description: profile.description, project: project)
        plan.credentials = CredentialResolver(input: input, overrides: overrides, findings: findings).resolve(profile)
        plan.usesStandIns = usesStandIns(overrides)

        ServiceResolver(
            profile: profile, templates: templates, override: override, overrides: overrides, input: input,
            findings: findings
        ).resolve(into: &plan)
        plan.external = external(profile, overrides, plan)
        let environment = EnvironmentResolver(settings: settings, files: files, findings: findings)
        for index in plan.services.indices { environment.resolve(&plan.services[index].definition) }
        VariableResolver(input: input, overrides: overrides, findings: findings).resolve(profile, into: &plan)
        CertificateResolver(findings: findings).resolve(templates: templates, into: &plan)
        FileResolver(profile: profile, files: files, settings: settings, input: input, findings: findings)
            .resolve(templates: templates, override, into: &plan)
        SeedResolver(profile: profile, overrides: overrides, files: files, input: input, findings: findings)
            .resolve(templates: templates, into: &plan)
        plan.settings = settings.resolved()
        let unread = Set((profile.services + profile.optional).map(\.text))
            .union(override.ownNames(beside: input.templateNames)).subtracting(templates.keys)
        PlanCheck(findings: findings, unread: unread).check(plan)
        if unread.isEmpty {
            checkUnused(overrides, settings: settings, plan: plan)
            checkEnvironment(plan)
        }
        settings.explain(findings)
        findings.explain(profile.parents)
        try findings.check()
        return (plan, findings.sorted)
    }

    /// The profile alone, for what must be known before the rest can be resolved.
    package func profile() throws(Failure) -> Profile {
        let profile = try readProfile()
        findings.explain(profile.parents)
        try findings.check()
        return profile
    }

    /// Ends where no profile can be had; other mistakes are found.
    private func readProfile() throws(Failure) -> Profile {
        if let known = known.profile { return known }
        var loader = ProfileLoader(input: input, findings: findings)
        guard let profile = try loader.load() else {
            findings.explain(loader.parents)
            throw Failure(.badInput, findings.sorted)
        }
        known.profile = profile
        return profile
    }

    /// The random credentials that nothing gives a value yet, and their lengths.
    package func missingCredentials() throws(Failure) -> [(name: String, length: Int)] {
        let overrides = self.overrides()
        return try profile().credentials.compactMap { rule in
            guard case .generate(let length) = rule.source, input.store[rule.name] == nil,
                overrides.credentials[rule.name] == nil, input.environment["SFM_DEV_" + rule.name] == nil
            else { return nil }
            return (rule.name, length)
        }
    }

    /// Where `config.yaml` fixes a credential; nil where it does not.
    package func overridden(credential name: String) -> SourceLocation? { overrides().credentials[name]?.location }

    /// The environment beats the file, either way.
    private func usesStandIns(_ overrides: Overrides) -> Bool {
        switch input.environment["SFM_DEV_IMAGES"] {
        case nil, "": return overrides.usesStandIns
        case "stand-in": return true
        case "real": return false
        case let word?:
            findings.error("SFM_DEV_IMAGES is '\(word)'", hint: "export SFM_DEV_IMAGES=stand-in, or =real")
            return false
        }
    }

    func overrides() -> Overrides {
        if let known = known.overrides { return known }
        let overrides = readOverrides()
        known.overrides = overrides
        return overrides
    }

    private func readOverrides() -> Overrides {
        guard let path = input.overridesPath, let bytes = input.files[path] else { return Overrides() }
        do throws(Failure) {
            // It may hold credentials: messages name places in it, but quote none of its lines.
            return Overrides.read(try parseYAML(bytes, path: path, isQuotable: false), path: path, findings: findings)
        } catch {
            error.diagnostics.forEach(findings.add)
            return Overrides()
        }
    }

    private func projectName(_ profile: Profile, _ overrides: Overrides) -> String {
        let folder = input.directory.split(separator: "/").last.map(String.init) ?? "sfm-dev"
        let (name, location): (String, SourceLocation?) =
            if let name = input.environment["SFM_DEV_PROJECT"] {
                (name, nil)
            } else if let project = overrides.project {
                (project.text, project.location)
            } else if let project = profile.project {
                (project.text, project.location)
            } else {
                (Self.projectName(fromFolder: folder), nil)
            }
        // Docker compose's rule for project names.
        let isFirst = name.first.map { $0.isASCII && ($0.isLowercase || $0.isNumber) } ?? false
        let isRest = name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_" || $0 == "-") }
        if !isFirst || !isRest {
            findings.error(
                "'\(name)' is no name of a project", at: location,
                hint: "use lower-case letters, digits, '-' and '_', and begin with a letter or digit")
        }
        return name
    }

    /// Docker compose's normalisation of a folder's name.
    private static func projectName(fromFolder folder: String) -> String {
        let kept = folder.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
        return String(kept.drop { $0 == "_" || $0 == "-" })
    }

    private func external(_ profile: Profile, _ overrides: Overrides, _ plan: ResolvedPlan) -> [ExternalService] {
        let ready = ReadyResolver(profile: profile, overrides: overrides, findings: findings)
        let known = input.discoveredOn == plan.externalNetworks ? input.discovered : [:]
        return profile.external.map { rule in
            let change = overrides.external[rule.name]
            let network = change?.network ?? rule.network
            var service = ExternalService(
                name: rule.name, network: network, host: network, location: rule.location)
            switch change?.host ?? rule.host {
            case .fixed(let address): service.host = address
            case .discover(let port):
                let wanted = HostAndPort(host: network.host, port: port ?? network.port)
                let found = known[wanted.description]
                service.discovered = wanted
                service.isFound = found != nil
                service.host = found ?? network
            }
            if service.discovered != nil, plan.externalNetworks.isEmpty {
                findings.error(
                    "'\(rule.name)' is to be discovered, and the profile names no network where", at: rule.location,
                    hint: "write 'networks: {shared: {external: true, name: NAME}}', or 'host: \"localhost:PORT\"'")
            }
            if let check = rule.ready {
                service.ready = ready.resolve(check, of: rule.name, at: rule.readyLocation, plan)
                service.loginCredential = check.credential
            }
            return service
        }.sorted { $0.name < $1.name }
    }

    /// An override that nothing asks for is a slip of the pen, except where another profile asks for it.
    private func checkUnused(_ overrides: Overrides, settings: Settings, plan: ResolvedPlan) {
        let elsewhere = Set(input.templateNames).union(plan.services.map(\.name))
        for (name, value) in overrides.images.sorted(by: { $0.key < $1.key }) where !elsewhere.contains(name) {
            findings.error(
                "unknown service '\(name)'", at: value.location,
                hint: suggestion(for: name, among: elsewhere.sorted(), called: "services"))
        }
        let external = plan.external.map(\.name)
        for (name, change) in overrides.external.sorted(by: { $0.key < $1.key })
        where !external.contains(name) && !input.profiles(mention: name) {
            findings.error(
                "no profile has an external service '\(name)'", at: change.location,
                hint: suggestion(for: name, among: external, called: "external services"))
        }
        for (name, value) in overrides.settings.sorted(by: { $0.key < $1.key })
        where !settings.isAskedFor(name) && !input.templates(mention: name) {
            findings.error(
                "no template asks for '\(name)'", at: value.location,
                hint: suggestion(for: name, among: plan.settings.map(\.name), called: "settings"))
        }
    }
}

extension Resolver {
    /// Variables of the caller's that look like a slip of the pen: one that sets nothing would go unnoticed.
    fileprivate func checkEnvironment(_ plan: ResolvedPlan) {
        for (name, near) in plan.strayVariables(input.environment) {
            guard let near, !input.templates(mention: name), !input.profiles(mention: name) else { continue }
            findings.warning(
                "'SFM_DEV_\(name)' is set and changes nothing in this profile",
                hint: "did you mean 'SFM_DEV_\(near)'?")
        }
    }
}

extension ResolvedPlan {
    /// `SFM_DEV_<NAME>` of which nothing here is called NAME, sorted, with the name that is nearest.
    package func strayVariables(_ environment: [String: String]) -> [(name: String, near: String?)] {
        // Set but empty is not set: as with `${NAME:-…}`.
        let names = environment.filter { !$0.value.isEmpty && $0.key.hasPrefix("SFM_DEV_") }.keys
            .filter { !$0.hasPrefix("SFM_DEV_X_") }.sorted()
        guard !names.isEmpty else { return [] }
        let known =
            settings.map(\.name) + credentials.map(\.name) + variables.map(\.name)
            + ["PROJECT", "IMAGES", "PROFILE", "DIRECTORY", "ENV"]
        return names.map { String($0.dropFirst(8)) }.filter { !known.contains($0) }
            .map { ($0, nearestName(to: $0, among: known)) }
    }
}

extension ResolverInput {
    /// Whether any profile has a line that begins with that key.
    func profiles(mention name: String) -> Bool {
        profileNames.contains { profile in
            files[profilePath(profile)].map { String(decoding: $0, as: UTF8.self).contains("\(name):") } ?? false
        }
    }

    /// Whether any template or overlay, of whatever profile, or a file that they name holds the name.
    fileprivate func templates(mention name: String) -> Bool {
        let own = files.filter { $0.key.hasPrefix("compose/") || $0.key == composeOverridePath }.map(\.value)
        let named = namedFiles.values.compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
        return (own + named).contains { bytes in
            String(decoding: bytes, as: UTF8.self).split { !($0.isLetter || $0.isNumber || $0 == "_") }
                .contains { $0 == name }
        }
    }
}
