import Diagnostics
import YAML

/// The user's own `docker-compose.override.yml`: services merged over the templates, services of its own, and what they
/// need. Files that it includes count as part of it.
package struct ComposeOverride {
    struct Service {
        var name: Profile.Name
        var node: YAMLNode
        /// The file that it stands in, for `extends`.
        var path: String
    }

    /// In the files' order, those included first.
    var services: [Service] = []
    var networks: [YAMLNode] = []
    var volumes: [YAMLNode] = []
    var secrets: [YAMLNode] = []
    var configs: [YAMLNode] = []

    /// Names that docker compose looks for, in its order (compose-go, `DefaultOverrideFileNames`).
    package static let names = [
        "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
    ]
    /// A project's own compose file, to which an override beside it belongs.
    package static let composeFiles = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]

    private static let keys = ["services", "networks", "volumes", "secrets", "configs", "include", "version"]

    /// The tree of an included file, and its cleaned path.
    typealias Included = (Profile.Name) -> (path: String, tree: YAMLNode)?

    /// Adds what one file holds.
    /// - Parameter chain: the files that include it, each by its cleaned path, itself last.
    mutating func read(_ node: YAMLNode, _ chain: [String], findings: Findings, included: Included) {
        let reader = NodeReader(findings)
        if node.isNull { return }
        let path = chain.last ?? ""
        let reasons = ["name": "the project's name is set in config.yaml, under 'sfm-dev: {project: …}'"]
        let entries = reader.entries(node, "services", keys: Self.keys, unsupported: reasons)
        for entry in entries where entry.name == "include" { include(entry.value, chain, reader, included) }
        // Beside a service's elements there is nothing below that a tag could mean.
        refuseTag(node, findings)
        for entry in entries where entry.name != "services" { refuseTags(entry.value, findings) }
        for entry in entries {
            switch entry.name {
            case "services":
                refuseTag(entry.value, findings)
                for service in reader.named(entry.value, "a mapping of services") {
                    add(
                        .init(
                            name: .init(text: service.name, location: service.key.location), node: service.value,
                            path: path), findings)
                }
            case "networks": networks.append(entry.value)
            case "volumes": volumes.append(entry.value)
            case "secrets": secrets.append(entry.value)
            case "configs": configs.append(entry.value)
            default: break
            }
        }
    }

    /// Services that no template has.
    func ownNames(beside templates: [String]) -> Set<String> {
        Set(services.map(\.name.text)).subtracting(templates)
    }

    private mutating func add(_ service: Service, _ findings: Findings) {
        if let first = services.first(where: { $0.name.text == service.name.text }) {
            findings.error(
                "service '\(service.name.text)' is written twice", at: service.name.location,
                notes: [.init("it was included from here", at: first.name.location)],
                hint: "remove one of the two, or use 'extends'")
        }
        services.append(service)
    }

    /// Paths, or `{path: …}` with one or more.
    private mutating func include(
        _ node: YAMLNode, _ chain: [String], _ reader: NodeReader, _ included: Included
    ) {
        for item in reader.list(node, "a list of files", hint: "write 'include: [other.yaml]'") {
            let reason = "included files are read as parts of the override"
            let paths =
                item.entries == nil
                ? [item]
                : reader.entries(
                    item, "a path", keys: ["path"], unsupported: ["env_file": reason, "project_directory": reason]
                ).flatMap { $0.value.items ?? [$0.value] }
            for path in paths {
                guard let text = reader.text(path, "a path") else { continue }
                guard let file = included(.init(text: text, location: path.location)) else { continue }
                guard !chain.contains(file.path) else {
                    reader.findings.error(
                        "files include each other: \((chain + [file.path]).joined(separator: " -> "))",
                        at: path.location)
                    continue
                }
                read(file.tree, chain + [file.path], findings: reader.findings, included: included)
            }
        }
    }

    private func refuseTag(_ node: YAMLNode, _ findings: Findings) {
        guard let tag = node.tag else { return }
        findings.error(
            "tag '\(tag)' means nothing here", at: node.location, hint: "write it before an element of a service")
    }

    private func refuseTags(_ node: YAMLNode, _ findings: Findings) {
        refuseTag(node, findings)
        for child in node.items ?? node.entries?.map(\.value) ?? [] { refuseTags(child, findings) }
    }
}
