import Diagnostics
import YAML

/// Reads one line of a profile's `variables`.
struct VariableReader {
    let reader: NodeReader

    private static let kinds = ["value", "credential", "url", "address", "file"]

    func read(_ entry: YAMLNode.Entry) -> Profile.VariableRule? {
        guard VariableNameCheck(findings: reader.findings).check(entry.name, at: entry.key.location) else { return nil }
        let hint = "write '\(entry.name): {value: …}', or one of credential, url, address, file"
        guard entry.value.entries != nil else {
            reader.mismatch(entry.value, expected: "what the variable holds", hint: hint)
            return nil
        }
        var surfaces = Set(Surface.allCases)
        var rivals: [String] = []
        var condition: Profile.VariableRule.Condition?
        var sources: [Profile.VariableRule.Source?] = []
        for field in reader.entries(entry.value, "a variable", keys: Self.kinds + ["surfaces", "rivals", "when"]) {
            let node = field.value
            switch field.name {
            case "surfaces": surfaces = Set(reader.list(node, "a list of surfaces").compactMap(surface))
            case "when": condition = self.condition(node)
            case "rivals":
                rivals = reader.list(node, "a list of variables").compactMap { item in
                    guard let name = reader.text(item, "a variable") else { return nil }
                    // Shells unset these names.
                    return VariableNameCheck(findings: reader.findings).check(name, at: item.location) ? name : nil
                }
            case "value":
                if node.text == nil { reader.mismatch(node, expected: "a text") }
                sources.append(node.text.map { .value(node.isNull ? "" : $0) })
            case "credential": sources.append(name(node).map { .credential($0) })
            case "address": sources.append(name(node).map { .address($0) })
            case "file": sources.append(file(node).map { .file(host: $0.host, network: $0.network) })
            default: sources.append(url(node))
            }
        }
        guard sources.count == 1 else {
            reader.findings.error(
                "variable '\(entry.name)' holds \(sources.isEmpty ? "nothing" : "more than one thing")",
                at: entry.key.location, hint: hint)
            return nil
        }
        guard let source = sources[0] else { return nil }
        return .init(
            name: entry.name, source: source, surfaces: surfaces, rivals: rivals, condition: condition,
            location: entry.key.location)
    }

    private func condition(_ node: YAMLNode) -> Profile.VariableRule.Condition? {
        guard let entries = node.entries, let entry = entries.first, entries.count == 1 else {
            reader.findings.error(
                "'when' names one overlay and one service", at: node.location, hint: "write 'when: {tls: redis}'")
            return nil
        }
        return name(entry.value).map {
            .init(overlay: .init(text: entry.name, location: entry.key.location), service: $0)
        }
    }

    private func name(_ node: YAMLNode) -> Profile.Name? {
        reader.text(node, "a name").map { Profile.Name(text: $0, location: node.location) }
    }

    private func surface(_ node: YAMLNode) -> Surface? {
        reader.word(node, among: Surface.allCases.map(\.rawValue)).flatMap(Surface.init(rawValue:))
    }

    private func file(_ node: YAMLNode) -> (host: String, network: String)? {
        var paths: [String: String] = [:]
        for field in reader.entries(node, "a path for each vantage", keys: ["host", "network"]) {
            paths[field.name] = reader.text(field.value, "a path")
        }
        guard let host = paths["host"], let network = paths["network"] else {
            reader.findings.error(
                "a file needs a path for each vantage", at: node.location,
                hint: "write 'file: {host: certs/ca.pem, network: /run/secrets/ca.pem}'")
            return nil
        }
        return (host, network)
    }

    /// A text, or `{file: {host: …, network: …}}`.
    private func queryValue(_ node: YAMLNode) -> Profile.URLRule.QueryValue? {
        guard let fields = node.entries else { return reader.text(node).map { .text($0) } }
        guard fields.count == 1, let field = fields.first, field.name == "file" else {
            reader.mismatch(node, expected: "a text, or '{file: {host: …, network: …}}'")
            return nil
        }
        return file(field.value).map { .file(host: $0.host, network: $0.network) }
    }

    private func url(_ node: YAMLNode) -> Profile.VariableRule.Source? {
        var scheme: String?
        var service: Profile.Name?
        var rule = Profile.URLRule(
            scheme: "", user: nil, password: nil, service: .init(text: "", location: node.location), path: "",
            query: [])
        let keys = ["scheme", "user", "password", "service", "path", "query"]
        for field in reader.entries(node, "the parts of a URL", keys: keys) {
            switch field.name {
            case "scheme": scheme = reader.text(field.value, "a scheme")
            case "user": rule.user = reader.text(field.value, "a user")
            case "password": rule.password = name(field.value)
            case "service": service = name(field.value)
            case "path":
                rule.path = reader.text(field.value, "a path") ?? ""
                if !rule.path.hasPrefix("/") || rule.path.contains(where: { "?# ".contains($0) }) {
                    reader.findings.error(
                        "'\(rule.path)' is no path of a URL", at: field.value.location,
                        hint: "begin it with '/', and put a query under 'query'")
                }
            default:
                rule.query = reader.named(field.value, "a mapping of query keys").compactMap { entry in
                    queryValue(entry.value).map { (entry.name, $0) }
                }
            }
        }
        guard let scheme, let service else {
            reader.findings.error(
                "a URL needs a scheme and a service", at: node.location,
                hint: "write 'url: {scheme: redis, service: redis, path: /0}'")
            return nil
        }
        rule.scheme = scheme
        rule.service = service
        return .url(rule)
    }
}
