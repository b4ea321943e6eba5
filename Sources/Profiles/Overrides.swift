package import Diagnostics
import Templates
package import YAML

/// What `config.yaml` changes in this checkout: the mapping under its one key `sfm-dev`.
package struct Overrides: Sendable {
    package struct Value: Sendable {
        package var text: String
        package var location: SourceLocation
    }

    package var project: Value?
    /// Every service that has a stand-in uses it.
    package var usesStandIns: Bool = false
    /// By service.
    package var images: [String: Value] = [:]
    /// By the name inside `${NAME:-…}`; ports and other settings alike.
    package var settings: [String: Value] = [:]
    package var credentials: [String: Value] = [:]
    package var variables: [String: Value] = [:]
    package var external: [String: ExternalOverride] = [:]
    /// The file's path, for origins; nil when there is none.
    package var path: String?

    package struct ExternalOverride: Sendable {
        package var network: HostAndPort?
        package var host: ExternalHost?
        package var location: SourceLocation
    }

    package init() {}

    private static let keys = ["project", "images", "ports", "settings", "credentials", "variables", "external"]

    /// The overrides in a tree; a file that holds other keys beside `sfm-dev` is somebody else's.
    package static func read(_ node: YAMLNode, path: String, findings: Findings) -> Overrides {
        let reader = NodeReader(findings)
        var overrides = Overrides()
        overrides.path = path
        if node.isNull { return overrides }
        for top in reader.entries(node, "one key 'sfm-dev'", keys: ["sfm-dev"]) where !top.value.isNull {
            for entry in reader.entries(top.value, "overrides", keys: keys) {
                overrides.read(entry, reader)
            }
        }
        return overrides
    }

    private mutating func read(_ entry: YAMLNode.Entry, _ reader: NodeReader) {
        let node = entry.value
        switch entry.name {
        case "project":
            project = reader.text(node, "a name").map { Value(text: $0, location: node.location) }
        case "images":
            if node.text != nil, !node.isNull {
                usesStandIns = reader.word(node, among: ["stand-in", "real"]) == "stand-in"
            } else {
                images = values(node, reader)
                for value in images.values.sorted(by: { $0.location < $1.location })
                where !ImageName.isPlausible(value.text) {
                    reader.findings.error(
                        "'\(value.text)' is no name of an image", at: value.location,
                        hint: "write redis:7 or host/name:tag")
                }
            }
        case "ports":
            for (name, value) in values(node, reader) {
                if UInt16(value.text) == nil || value.text == "0" {
                    reader.findings.error(
                        "'\(value.text)' is no port", at: value.location, hint: "ports go from 1 to 65535")
                    // The template's own stands in for it: one mistake is told once.
                    continue
                }
                settings[name] = value
            }
        case "settings": settings.merge(values(node, reader)) { $1 }
        case "credentials": credentials = values(node, reader)
        case "variables": variables = values(node, reader)
        default:
            for service in reader.named(node, "a mapping of services") {
                var change = ExternalOverride(location: service.key.location)
                for field in reader.entries(service.value, "addresses", keys: ["network", "host"]) {
                    let addresses = HostAndPortReader(reader: reader)
                    if field.name == "network" {
                        change.network = addresses.read(field.value)
                    } else {
                        change.host = addresses.host(field.value)
                    }
                }
                external[service.name] = change
            }
        }
    }

    private func values(_ node: YAMLNode, _ reader: NodeReader) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in reader.named(node, "a mapping of names to values") {
            guard let text = reader.text(entry.value) else { continue }
            values[entry.name] = Value(text: text, location: entry.value.location)
        }
        return values
    }
}
