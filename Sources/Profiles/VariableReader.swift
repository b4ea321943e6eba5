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
        var sources: [Profile.VariableRule.Source?] = []
        for field in reader.entries(entry.value, "a variable", keys: Self.kinds + ["surfaces", "rivals"]) {
            let node = field.value
            switch field.name {
            case "surfaces": surfaces = Set(reader.list(node, "a list of surfaces").compactMap(surface))
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
            case "file": sources.append(file(node))
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
            name: entry.name, source: source, surfaces: surfaces, rivals: rivals, location: entry.key.location)
    }

    private func name(_ node: YAMLNode) -> Profile.Name? {
        reader.text(node, "a name").map { Profile.Name(text: $0, location: node.location) }
    }

    private func surface(_ node: YAMLNode) -> Surface? {
        reader.word(node, among: Surface.allCases.map(\.rawValue)).flatMap(Surface.init(rawValue:))
    }

    private func file(_ node: YAMLNode) -> Profile.VariableRule.Source? {
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
        return .file(host: host, network: network)
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
                    reader.text(entry.value).map { (entry.name, $0) }
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
