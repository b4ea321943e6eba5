import Diagnostics
import DotEnv
import Templates
import YAML

/// What containers read as files: credentials by their names, declared secrets and configs, and the files of variables.
struct FileResolver {
    let profile: Profile
    let files: NamedFiles
    let settings: Settings
    let input: ResolverInput
    let findings: Findings

    func resolve(
        templates: [String: ServiceTemplate], _ override: ComposeOverride, into plan: inout ResolvedPlan
    ) {
        let reader = FileSourceReader(reader: .init(findings), directory: input.directory)
        let extras = templates.values.sorted { $0.name < $1.name }.map(\.extra)
        let secrets = byName(
            profile.secrets + (extras.compactMap(\.secrets) + override.secrets).flatMap(reader.secrets))
        let configs = byName(
            profile.configs + (extras.compactMap(\.configs) + override.configs).flatMap(reader.configs))
        let use = CredentialUse(
            secrets: secrets, configs: configs, variables: plan.variables, known: profile.credentialNames)
        var made = Made(findings: findings)
        for index in plan.services.indices {
            let definition = plan.services[index].definition
            plan.services[index].credentials = use.credentials(
                of: definition, templates[plan.services[index].name]?.extra)
            plan.services[index].definition.secrets = definition.secrets.compactMap {
                secret($0, of: plan.services[index], secrets, plan, &made)
            }
            for mount in definition.configs {
                guard let source = configs[mount.source] else {
                    findings.error(
                        "config '\(mount.source)' is not declared", at: mount.location,
                        hint: configs.isEmpty
                            ? "add '\(mount.source): {file: …}' under 'configs' in the profile"
                            : suggestion(for: mount.source, among: Array(configs.keys), called: "configs"))
                    continue
                }
                if let value = value(source, plan), isFilled(value, "config", source) {
                    made.addConfig(mount.source, value, at: mount.location)
                }
            }
            guard let file = templates[plan.services[index].name]?.extra.variables else { continue }
            add(file, to: &plan.services[index], plan.variables, &made)
        }
        plan.secrets = made.secrets.values.sorted { $0.name < $1.name }
        plan.configs = made.configs.values.sorted { $0.name < $1.name }
    }

    /// docker compose leaves an empty secret out, and mounts the project's folder in the place of an empty config.
    private func isFilled(_ value: Secret, _ what: String, _ source: FileSource) -> Bool {
        guard value.reveal().isEmpty else { return true }
        findings.error(
            "\(what) '\(source.name)' is empty", at: source.location,
            hint: "write a line into it, or mount an empty file under 'volumes'")
        return false
    }

    private func byName(_ sources: [FileSource]) -> [String: FileSource] {
        Dictionary(sources.map { ($0.name, $0) }) { $1 }
    }

    /// A declared secret goes before a credential of the same name.
    private func secret(
        _ mount: FileMount, of service: ResolvedService, _ declared: [String: FileSource], _ plan: ResolvedPlan,
        _ made: inout Made
    ) -> FileMount? {
        var resolved = mount
        if mount.source.hasPrefix(CertificatePart.prefix) {
            let resolver = CertificateResolver(findings: findings)
            guard let secret = resolver.secret(mount, of: service, plan) else { return nil }
            resolved.source = secret.name
            made.add(secret, at: mount.location)
            return resolved
        }
        if let source = declared[mount.source] {
            guard let value = value(source, plan), isFilled(value, "secret", source) else { return nil }
            if let problem = EnvValue.problem(value.reveal()) {
                findings.error("the text of '\(mount.source)' \(problem)", at: source.location)
                return nil
            }
            made.addSecret(mount.source, Secret(value.reveal()), at: mount.location)
            return resolved
        }
        guard let credential = plan.credentials.first(where: { $0.name == mount.source }) else {
            reportUnknown(mount, plan, Array(declared.keys))
            return nil
        }
        resolved.source = credential.name.lowercased()
        made.addSecret(resolved.source, credential.value, at: mount.location)
        return resolved
    }

    /// A surface's variables as a file of the container.
    private func add(
        _ file: TemplateExtension.VariablesFile, to service: inout ResolvedService, _ variables: [ResolvedVariable],
        _ made: inout Made
    ) {
        guard let surface = Surface(rawValue: file.surface) else {
            findings.error(
                "unknown surface '\(file.surface)'", at: file.location,
                hint: "one of \(Surface.allCases.map(\.rawValue).joined(separator: ", "))")
            return
        }
        for name in file.except
        where !variables.contains(where: { $0.name == name.text }) && !input.profiles(mention: name.text) {
            findings.error(
                "no profile has a variable '\(name.text)'", at: name.location,
                hint: suggestion(for: name.text, among: variables.map(\.name), called: "variables"))
        }
        let left = Set(file.except.map(\.text))
        let name = "\(service.name)_env"
        let kept = variables.filter { $0.surfaces.contains(surface) && !left.contains($0.name) }
        made.addSecret(name, Self.assignments(kept), at: file.location)
        service.definition.secrets.append(
            FileMount(
                source: name, target: file.target, uid: file.uid, gid: file.gid, mode: 0o400, location: file.location))
    }

    /// nil where it cannot be had, which is told.
    private func value(_ source: FileSource, _ plan: ResolvedPlan) -> Secret? {
        switch source.source {
        case .unknown: return nil
        case .content(let text): return Secret(text, isSecret: false)
        case .file(let path):
            return files.text(path, at: source.location, findings: findings).map { Secret($0, isSecret: false) }
        case .environment(let name):
            if let credential = plan.credentials.first(where: { $0.name == name }) { return credential.value }
            if let variable = plan.variables.first(where: { $0.name == name }) { return variable.network }
            if let value = settings.value(name) {
                settings.record(.init(name: name, value: value, isDefault: false), in: source.location.file.path)
                return Secret(value, isSecret: false)
            }
            // A credential without a value was reported at its own place.
            guard !profile.credentialNames.contains(name) else { return nil }
            findings.error(
                "'\(name)' is neither a credential, nor a variable, nor a setting", at: source.location,
                hint: suggestion(
                    for: name, among: Set(plan.credentials.map(\.name) + plan.variables.map(\.name)).sorted(),
                    called: "names"))
            return nil
        }
    }

    private func reportUnknown(_ mount: FileMount, _ plan: ResolvedPlan, _ declared: [String]) {
        // Credentials that have a line in the profile but no value were reported there.
        guard !profile.credentialNames.contains(mount.source) else { return }
        findings.error(
            "unknown credential '\(mount.source)'", at: mount.location,
            hint: suggestion(
                for: mount.source, among: plan.credentials.map(\.name) + declared, called: "credentials"))
    }

    /// Lines that `.` of a POSIX shell reads: single quotes protect everything but themselves (XCU 2.2.2).
    private static func assignments(_ variables: [ResolvedVariable]) -> Secret {
        let lines = variables.map { variable in
            let value = variable.network.reveal().split(separator: "'", omittingEmptySubsequences: false)
            return "\(variable.name)='\(value.joined(separator: "'\\''"))'\n"
        }
        // An empty file would be none.
        return Secret(lines.isEmpty ? "\n" : lines.joined())
    }
}

/// The texts so far, by the variables of `.env` that carry them: two that would share one would be one.
private struct Made {
    let findings: Findings
    var secrets: [String: ResolvedSecret] = [:]
    var configs: [String: ResolvedConfig] = [:]

    mutating func addSecret(_ name: String, _ value: Secret, at location: SourceLocation) {
        add(ResolvedSecret(name: name, value: value), at: location)
    }

    mutating func add(_ secret: ResolvedSecret, at location: SourceLocation) {
        if let other = secrets.updateValue(secret, forKey: secret.variable), other != secret {
            findings.error(
                "two secrets are called '\(secret.name)'", at: location,
                hint: "rename the credential: upper and lower case count as one")
        }
    }

    mutating func addConfig(_ name: String, _ value: Secret, at location: SourceLocation) {
        let config = ResolvedConfig(name: name, value: value)
        if let other = configs.updateValue(config, forKey: config.variable), other != config {
            findings.error(
                "two configs are called '\(name)'", at: location,
                hint: "rename one of them: upper and lower case, and '.', '-' and '_', count as one")
        }
    }
}
