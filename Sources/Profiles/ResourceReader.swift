import Diagnostics
import YAML

/// Reads the networks and volumes that a profile or template declares. The engine's names are filled in later, when
/// the project's name is known.
struct ResourceReader {
    let reader: NodeReader

    func networks(_ node: YAMLNode) -> [ResolvedNetwork] {
        declarations(node, "networks", keys: ["name", "external", "internal", "driver", "labels"]).map { name, fields in
            ResolvedNetwork(
                key: name.text, name: fields.text("name") ?? "", isExternal: fields.boolean("external"),
                isInternal: fields.boolean("internal"), driver: fields.text("driver"), labels: fields.labels,
                location: name.location)
        }
    }

    func volumes(_ node: YAMLNode) -> [ResolvedVolume] {
        declarations(node, "volumes", keys: ["name", "external", "driver", "labels"]).map { name, fields in
            ResolvedVolume(
                key: name.text, name: fields.text("name") ?? "", isExternal: fields.boolean("external"),
                driver: fields.text("driver"), labels: fields.labels, location: name.location)
        }
    }

    /// A mapping of names to settings, or a plain list of names.
    private func declarations(
        _ node: YAMLNode, _ what: String, keys: [String]
    ) -> [(name: Profile.Name, fields: Fields)] {
        if let items = node.items {
            return items.compactMap { item in
                reader.text(item, "a name").map {
                    (Profile.Name(text: $0, location: item.location), Fields(reader: reader, entries: []))
                }
            }
        }
        return reader.named(node, "a list of \(what)").map { entry in
            let entries = entry.value.isNull ? [] : reader.entries(entry.value, "settings", keys: keys)
            let name = Profile.Name(text: entry.name, location: entry.key.location)
            return (name, Fields(reader: reader, entries: entries))
        }
    }

    private struct Fields {
        let reader: NodeReader
        let entries: [YAMLNode.Entry]

        private func node(_ name: String) -> YAMLNode? { entries.first { $0.name == name }?.value }

        func text(_ name: String) -> String? { node(name).flatMap { reader.text($0) } }

        func boolean(_ name: String) -> Bool { node(name).flatMap(reader.boolean) ?? false }

        var labels: [String: String] {
            let pairs = node("labels").map { reader.pairs($0, "a mapping of labels") } ?? []
            return Dictionary(pairs.map { ($0.name, $0.value ?? "") }) { $1 }
        }
    }
}

/// Reads `host:port`, an IPv6 host in brackets.
struct HostAndPortReader {
    let reader: NodeReader

    func read(_ node: YAMLNode) -> HostAndPort? {
        guard let text = reader.text(node, "an address such as postgres:5432") else { return nil }
        guard let address = HostAndPort(text) else {
            reader.findings.error(
                "'\(text)' is no address", at: node.location, hint: "write host:port, such as localhost:5432")
            return nil
        }
        return address
    }
}

extension HostAndPort {
    /// nil unless the text is `host:port` or `[ipv6]:port`.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { " /@?#".contains($0) }) else { return nil }
        self.init(host: String(host), port: port)
    }
}
