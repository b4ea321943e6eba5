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
                let link = Link(path: service.path, service: name.text)
                guard !isReset(service), let over = extended(service.node, override.trees, [link]) else { continue }
                tree = merge.merge(tree, over)
            }
            templates[name.text] = read(tree, name.text)
        }
        // One that another profile runs is overridden there.
        let own = override.ownNames(beside: input.templateNames)
        for service in override.services where own.contains(service.name.text) {
            guard !isReset(service) else { continue }
            let link = Link(path: service.path, service: service.name.text)
            let tree = extended(service.node, override.trees, [link])
            templates[service.name.text] = tree.flatMap { read($0, service.name.text) }
        }
        return templates
    }

    private func isReset(_ service: ComposeOverride.Service) -> Bool {
        guard service.node.tag == "!reset" else { return false }
        findings.error(
            "a service cannot be reset", at: service.node.location,
            hint: "take '\(service.name.text)' out of the profile's services")
        return true
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
        override.read(tree, [path], findings: findings) { name in
            let path = FilePathText.clean(name.text.hasPrefix("/") ? name.text : input.directory + "/" + name.text)
            let shown = files.shown(path)
            return files.bytes(path, at: name.location, findings: findings)
                .flatMap { parsed($0, shown) }.map { (shown, $0) }
        }
        return override
    }

    private func read(_ tree: YAMLNode, _ name: String) -> ServiceTemplate? {
        let reader = TemplateReader(findings: findings, directory: input.directory) { settings.name(at: $0, value: $1) }
        return reader.read(tree, name: name)
    }

    private func parsed(_ bytes: [UInt8], _ path: String) -> YAMLNode? {
        do throws(Failure) {
            let interpolation = Interpolation(findings: findings, refusal: settings.refusal) {
                settings.value($0)
            }
            return interpolation.resolve(try parseYAML(bytes, path: path)) { settings.record($0, at: $1) }
        } catch {
            error.diagnostics.forEach(findings.add)
            return nil
        }
    }

    /// A service of a file.
    private struct Link: Equatable {
        var path: String
        var service: String
    }

    private func template(_ name: Profile.Name, _ chain: [Link]) -> YAMLNode? {
        let path = input.templatePath(name.text)
        guard let bytes = input.files[path] else {
            findings.error(
                "unknown service '\(name.text)'", at: name.location,
                hint: suggestion(for: name.text, among: input.templateNames, called: "services"))
            return nil
        }
        return parsed(bytes, path).flatMap {
            extended(merge.alone($0), [:], chain + [Link(path: path, service: name.text)])
        }
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
    ///   - siblings: other services of its file; a template has none.
    ///   - chain: the services that extend each other so far, itself last.
    private func extended(_ node: YAMLNode, _ siblings: [String: YAMLNode], _ chain: [Link]) -> YAMLNode? {
        guard let entries = node.entries, let extends = node["extends"] else { return node }
        let own = YAMLNode(.mapping(entries.filter { $0.name != "extends" }), tag: node.tag, at: node.location)
        guard let base = base(extends, siblings, chain) else { return nil }
        let merged = merge.merge(merge.alone(base), own)
        // It still replaces what it is an override of.
        return YAMLNode(merged.content, tag: node.tag, at: merged.location)
    }

    private func base(_ node: YAMLNode, _ siblings: [String: YAMLNode], _ chain: [Link]) -> YAMLNode? {
        let reader = NodeReader(findings)
        let fields = node.entries == nil ? [] : reader.entries(node, "a service", keys: ["service", "file"])
        func field(_ name: String) -> YAMLNode? { fields.first { $0.name == name }?.value }
        let place = field("service") ?? node
        guard let service = reader.text(place, "the name of a service") else { return nil }
        let path = chain.last?.path ?? ""
        func isCircle(_ link: Link) -> Bool {
            guard let start = chain.firstIndex(of: link) else { return false }
            let names = (chain[start...] + [link]).map(\.service)
            findings.error("services extend each other: \(names.joined(separator: " -> "))", at: place.location)
            return true
        }
        guard let file = field("file") else {
            if let sibling = siblings[service] {
                let link = Link(path: path, service: service)
                return isCircle(link) ? nil : extended(sibling, siblings, chain + [link])
            }
            let link = Link(path: input.templatePath(service), service: service)
            return isCircle(link) ? nil : template(.init(text: service, location: place.location), chain)
        }
        guard let text = reader.text(file, "a path"), let (found, tree) = tree(text, at: file.location, besides: path)
        else { return nil }
        // A template is a service by itself, called like its file.
        let own = String((found.split(separator: "/").last ?? "").prefix { $0 != "." })
        let others = tree["services"].map { reader.named($0, "a mapping of services").map { ($0.name, $0.value) } }
        let trees = Dictionary(others ?? [(own, tree)]) { first, _ in first }
        guard let base = trees[service] else {
            findings.error(
                "'\(text)' has no service '\(service)'", at: place.location,
                hint: suggestion(for: service, among: Array(trees.keys), called: "services"))
            return nil
        }
        let link = Link(path: found, service: service)
        return isCircle(link) ? nil : extended(base, trees, chain + [link])
    }

    /// A file beside the one that names it. Relative paths in it are the project's, so it must not lie elsewhere.
    private func tree(
        _ name: String, at location: SourceLocation, besides path: String
    ) -> (path: String, tree: YAMLNode)? {
        let folder = path.contains("/") ? path.split(separator: "/").dropLast().joined(separator: "/") + "/" : ""
        guard !name.contains("/") || name.hasPrefix("./") else {
            findings.error(
                "'\(name)' lies in another folder", at: location, hint: "extend a file beside '\(path)'")
            return nil
        }
        let relative = FilePathText.clean(folder + name)
        let bytes =
            input.files[relative]
            ?? files.bytes("\(input.directory)/\(relative)", at: location, findings: findings)
        return bytes.flatMap { parsed($0, relative) }.map { (relative, $0) }
    }
}

extension ComposeOverride {
    fileprivate var trees: [String: YAMLNode] {
        Dictionary(services.map { ($0.name.text, $0.node) }) { first, _ in first }
    }
}
