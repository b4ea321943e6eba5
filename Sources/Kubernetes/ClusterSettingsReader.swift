package import Diagnostics
import YAML

extension ClusterSettings {
    /// - Parameters:
    ///   - bytes: `kubernetes.yaml`; nil where there is none.
    ///   - project: names what the file does not name.
    /// - Throws: `.badInput` with every mistake, each at its place.
    package static func read(_ bytes: [UInt8]?, project: String) throws(Failure) -> ClusterSettings {
        var settings = ClusterSettings(project: project)
        guard let bytes else { return settings }
        let findings = Findings()
        let node = try parseYAML(bytes, path: path)
        if !node.isNull { ClusterSettingsReader(findings).read(node, into: &settings) }
        try findings.check()
        return settings
    }
}

private struct ClusterSettingsReader {
    let reader: NodeReader

    init(_ findings: Findings) { reader = NodeReader(findings) }

    private static let keys = [
        "namespace", "secret", "deployments", "health", "external_secret", "backup", "stores",
    ]

    func read(_ node: YAMLNode, into settings: inout ClusterSettings) {
        for entry in reader.entries(node, "a mapping", keys: Self.keys) {
            switch entry.name {
            case "namespace": settings.namespace = label(entry.value) ?? settings.namespace
            case "secret": settings.secret = name(entry.value) ?? settings.secret
            case "deployments":
                settings.deployments = reader.list(entry.value, "a list of names").compactMap(name)
            case "health": settings.health = health(entry.value)
            case "external_secret": settings.external = external(entry.value)
            case "backup":
                for field in reader.entries(entry.value, "a mapping", keys: ["secret"]) {
                    settings.backupSecret = name(field.value) ?? settings.backupSecret
                }
            default: stores(entry.value, into: &settings.stores)
            }
        }
    }

    private func health(_ node: YAMLNode) -> ClusterSettings.Health? {
        var (service, port, paths): (String?, Int?, [String]) = (nil, nil, [])
        for field in reader.entries(node, "a mapping", keys: ["service", "port", "paths"]) {
            switch field.name {
            case "service": service = name(field.value)
            case "port": port = reader.integer(field.value, in: 1...65535)
            default: paths = reader.texts(field.value, "a list of paths").filter { isPath($0, field.value) }
            }
        }
        guard let service, let port, !paths.isEmpty else {
            if !hasErrors(in: node) {
                reader.findings.error(
                    "'health' needs a service, its port and paths", at: node.location,
                    hint: "write 'health: {service: api, port: 9595, paths: [/healthz]}'")
            }
            return nil
        }
        return .init(service: service, port: port, paths: paths)
    }

    /// What is missing because it was refused is not told again.
    private func hasErrors(in node: YAMLNode) -> Bool {
        reader.findings.diagnostics.contains { $0.location.map { $0 > node.location } ?? false }
    }

    private func isPath(_ text: String, _ node: YAMLNode) -> Bool {
        if text.hasPrefix("/"), !text.contains(where: { "?# ".contains($0) }) { return true }
        reader.findings.error("'\(text)' is no path", at: node.location, hint: "write it as '/healthz'")
        return false
    }

    private func external(_ node: YAMLNode) -> ClusterSettings.External? {
        var external = ClusterSettings.External(store: "", path: "")
        for field in reader.entries(
            node, "a mapping", keys: ["name", "store", "refresh", "mount", "path", "properties"])
        {
            switch field.name {
            case "name": external.name = name(field.value)
            case "store": store(field.value, into: &external)
            case "refresh": external.refresh = duration(field.value) ?? external.refresh
            case "mount": external.mount = reader.text(field.value, "a path").flatMap { vaultPath($0, field.value) }
            case "path":
                external.path = reader.text(field.value, "a path").flatMap { vaultPath($0, field.value) } ?? ""
            default:
                for pair in reader.named(field.value, "a mapping of variables to names") {
                    external.properties[pair.name] = property(pair.value)
                }
            }
        }
        if external.store.isEmpty || external.path.isEmpty, !hasErrors(in: node) {
            reader.findings.error(
                "'external_secret' needs a store and a path", at: node.location,
                hint: "write 'external_secret: {store: {name: vault}, path: team/app}'")
        }
        return external
    }

    /// A dot would be a path into a value.
    private func property(_ node: YAMLNode) -> String? {
        guard let text = reader.text(node, "a name") else { return nil }
        if text.wholeMatch(of: #/[A-Za-z0-9_-]+/#) != nil { return text }
        reader.findings.error(
            "'\(text)' is no name of a value in Vault", at: node.location, hint: "use letters, digits, '_' and '-'")
        return nil
    }

    /// As Go writes it.
    private func duration(_ node: YAMLNode) -> String? {
        guard let text = reader.text(node, "a duration") else { return nil }
        if text.wholeMatch(of: #/([0-9]+(\.[0-9]+)?(ms|s|m|h))+|0/#) != nil { return text }
        reader.findings.error("'\(text)' is no duration", at: node.location, hint: "write it as '1h' or '15m'")
        return nil
    }

    private func store(_ node: YAMLNode, into external: inout ClusterSettings.External) {
        for field in reader.entries(node, "a mapping", keys: ["name", "kind"]) {
            if field.name == "name" {
                external.store = name(field.value) ?? ""
            } else if let kind = reader.word(field.value, among: ["SecretStore", "ClusterSecretStore"]) {
                external.kind = kind
            }
        }
    }

    /// A path of Vault's command line: the engine's own `data/` in between is put there by whoever speaks to its API.
    private func vaultPath(_ text: String, _ node: YAMLNode) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains("") else {
            reader.findings.error(
                "'\(text)' begins or ends with a slash, or has two in a row", at: node.location,
                hint: "write it as 'team/app'")
            return nil
        }
        // Where 'data' is a folder of its own, Vault's command line and the operator would not agree on it either.
        if let index = parts.prefix(2).firstIndex(of: "data") {
            let rest = parts[(index + 1)...].joined(separator: "/")
            let hint =
                switch (index, rest) {
                case (0, ""): "give it another name in Vault"
                case (1, ""): "write '\(parts[0])'"
                case (0, _): "write '\(rest)'"
                default: "write 'mount: \(parts[0])' and 'path: \(rest)'"
                }
            reader.findings.error(
                "'\(text)' has 'data/', which is of Vault's API", at: node.location, hint: hint)
            return nil
        }
        guard text.wholeMatch(of: #/[A-Za-z0-9_.][A-Za-z0-9_.@\/-]*/#) != nil else {
            reader.findings.error(
                "'\(text)' is no path of Vault", at: node.location, hint: "use letters, digits, '_', '-', '.' and '/'")
            return nil
        }
        return text
    }

    private func stores(_ node: YAMLNode, into stores: inout ClusterSettings.Stores) {
        for field in reader.entries(node, "a mapping", keys: ["storage", "requests", "limits", "groups"]) {
            switch field.name {
            case "storage": stores.storage = quantity(field.value) ?? stores.storage
            case "requests": stores.requests = quantities(field.value)
            case "limits": stores.limits = quantities(field.value)
            default:
                for group in reader.named(field.value, "a mapping of services to groups") {
                    stores.groups[group.name] = reader.integer(group.value, in: 0...Int(Int32.max))
                }
            }
        }
    }

    private func quantities(_ node: YAMLNode) -> [String: String] {
        var found: [String: String] = [:]
        for field in reader.entries(node, "a mapping", keys: ["cpu", "memory"]) {
            found[field.name] = quantity(field.value)
        }
        return found
    }

    /// A number with Kubernetes' endings (`k8s.io/apimachinery`, resource.Quantity), without signs and exponents.
    private func quantity(_ node: YAMLNode) -> String? {
        guard let text = reader.text(node, "a quantity") else { return nil }
        if text.wholeMatch(of: #/[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?/#) != nil { return text }
        reader.findings.error("'\(text)' is no quantity", at: node.location, hint: "write it as '500m', '2' or '1Gi'")
        return nil
    }

    private func name(_ node: YAMLNode) -> String? { checked(node, ClusterName.isSubdomain) }

    private func label(_ node: YAMLNode) -> String? { checked(node, ClusterName.isLabel) }

    private func checked(_ node: YAMLNode, _ isValid: (String) -> Bool) -> String? {
        guard let text = reader.text(node, "a name") else { return nil }
        if isValid(text) { return text }
        reader.findings.error(
            "'\(text)' is no name of Kubernetes", at: node.location,
            hint: "use small letters, digits and '-', a letter or digit at both ends")
        return nil
    }
}
