import Diagnostics
import Templates
import YAML

/// The services' trees: interpolated, with what they extend, the profile's overlays and the user's override merged over.
struct TemplateLoader {
    let input: ResolverInput
    let settings: Settings
    let files: NamedFiles
    let findings: Findings

    private var merge: ServiceMerge { ServiceMerge(findings: findings) }

    /// By name. A service of the override that has no template is one more of the profile's.
    func templates(of profile: Profile, _ override: ComposeOverride) -> [String: ServiceTemplate] {
        var templates: [String: ServiceTemplate] = [:]
        for name in profile.services + profile.optional where templates[name.text] == nil {
            guard var tree = template(name, []) else { continue }
            for overlay in profile.overlays where overlay.services.contains(where: { $0.text == name.text }) {
                guard let over = self.overlay(overlay, of: name.text) else { continue }
                tree = merge.merge(tree, over)
            }
            for service in override.services where service.name.text == name.text {
                guard let over = extended(service.node, in: service.path, override.trees, [name.text]) else { continue }
                tree = merge.merge(tree, over)
            }
            templates[name.text] = read(tree, name.text)
        }
        // One that another profile runs is overridden there.
        let own = override.ownNames(beside: input.templateNames)
        for service in override.services where own.contains(service.name.text) {
            let tree = extended(service.node, in: service.path, override.trees, [service.name.text])
            templates[service.name.text] = tree.flatMap { read($0, service.name.text) }
        }
        return templates
    }

    func override() -> ComposeOverride {
        var override = ComposeOverride()
        guard let path = input.composeOverridePath, let bytes = input.files[path] else { return override }
        if let own = input.composeFilePath {
            findings.add(
                Diagnostic(
                    .note, "'\(path)' belongs to '\(own)' and is left alone",
                    hint: "what sfm-dev runs is changed in compose/ and config.yaml"))
            return override
        }
        guard let tree = parsed(bytes, path) else { return override }
        override.read(tree, path: path, findings: findings) { name in
            let path = FilePathText.clean(name.text.hasPrefix("/") ? name.text : input.directory + "/" + name.text)
            return files.bytes(path, at: name.location, findings: findings).flatMap { parsed($0, name.text) }
        }
        return override
    }

    private func read(_ tree: YAMLNode, _ name: String) -> ServiceTemplate? {
        let reader = TemplateReader(findings: findings, directory: input.directory) { settings.name(at: $0, value: $1) }
        return reader.read(tree, name: name)
    }

    private func parsed(_ bytes: [UInt8], _ path: String) -> YAMLNode? {
        do throws(Failure) {
            let interpolation = Interpolation(findings: findings) { settings.value($0) }
            return interpolation.resolve(try parseYAML(bytes, path: path)) { settings.record($0, at: $1) }
        } catch {
            error.diagnostics.forEach(findings.add)
            return nil
        }
    }

    private func template(_ name: Profile.Name, _ chain: [String]) -> YAMLNode? {
        let path = input.templatePath(name.text)
        guard let bytes = input.files[path] else {
            findings.error(
                "unknown service '\(name.text)'", at: name.location,
                hint: suggestion(for: name.text, among: input.templateNames, called: "services"))
            return nil
        }
        return parsed(bytes, path).flatMap { extended(merge.alone($0), in: path, [:], chain + [name.text]) }
    }

    private func overlay(_ overlay: Profile.Overlay, of service: String) -> YAMLNode? {
        let path = "compose/\(service).\(overlay.name.text).yaml"
        guard let bytes = input.files[path] else {
            findings.error(
                "there is no '\(path)'", at: overlay.name.location,
                hint: "write it, or remove '\(service)' from this overlay")
            return nil
        }
        return parsed(bytes, path)
    }

    /// With what it extends below it (compose-spec, "extends"); nil where that cannot be had.
    /// - Parameters:
    ///   - path: the file that it stands in.
    ///   - siblings: other services of that file; a template has none.
    ///   - chain: names of the services that extend each other so far.
    private func extended(
        _ node: YAMLNode, in path: String, _ siblings: [String: YAMLNode], _ chain: [String]
    ) -> YAMLNode? {
        guard let entries = node.entries, let extends = node["extends"] else { return node }
        let own = YAMLNode(.mapping(entries.filter { $0.name != "extends" }), tag: node.tag, at: node.location)
        return base(extends, in: path, siblings, chain).map { merge.merge(merge.alone($0), own) }
    }

    private func base(
        _ node: YAMLNode, in path: String, _ siblings: [String: YAMLNode], _ chain: [String]
    ) -> YAMLNode? {
        let reader = NodeReader(findings)
        let fields = node.entries == nil ? [] : reader.entries(node, "a service", keys: ["service", "file"])
        func field(_ name: String) -> YAMLNode? { fields.first { $0.name == name }?.value }
        let place = field("service") ?? node
        guard let service = reader.text(place, "the name of a service") else { return nil }
        guard !chain.contains(service) || field("file") != nil, chain.count < YAMLLimits.depth else {
            findings.error(
                "services extend each other: \((chain + [service]).joined(separator: " -> "))", at: place.location)
            return nil
        }
        let name = Profile.Name(text: service, location: place.location)
        guard let file = field("file") else {
            guard let sibling = siblings[service] else { return template(name, chain) }
            return extended(sibling, in: path, siblings, chain + [service])
        }
        guard let text = reader.text(file, "a path"), let tree = tree(text, at: file.location, besides: path) else {
            return nil
        }
        let others = reader.named(tree["services"] ?? tree, "a mapping of services")
        let trees = Dictionary(others.map { ($0.name, $0.value) }) { first, _ in first }
        guard let base = trees[service] else {
            findings.error(
                "'\(text)' has no service '\(service)'", at: place.location,
                hint: suggestion(for: service, among: Array(trees.keys), called: "services"))
            return nil
        }
        return extended(base, in: path, trees, chain + [service])
    }

    /// A file beside the one that names it. Relative paths in it are the project's, so it must not lie elsewhere.
    private func tree(_ name: String, at location: SourceLocation, besides path: String) -> YAMLNode? {
        let folder = path.contains("/") ? path.split(separator: "/").dropLast().joined(separator: "/") + "/" : ""
        guard !name.contains("/") || name.hasPrefix("./") else {
            findings.error(
                "'\(name)' lies in another folder", at: location, hint: "extend a file beside '\(path)'")
            return nil
        }
        let relative = FilePathText.clean(folder + name)
        if let bytes = input.files[relative] { return parsed(bytes, relative) }
        return files.bytes("\(input.directory)/\(relative)", at: location, findings: findings)
            .flatMap { parsed($0, relative) }
    }
}

extension ComposeOverride {
    fileprivate var trees: [String: YAMLNode] {
        Dictionary(services.map { ($0.name.text, $0.node) }) { first, _ in first }
    }
}
