import Diagnostics
import YAML

/// Reads the networks and volumes that a profile, a template or an override declares. The engine's names are filled in
/// later, when the project's name is known.
struct ResourceReader {
    let reader: NodeReader

    /// - Parameter known: what is declared already; a second declaration changes what it says and leaves the rest.
    func networks(_ node: YAMLNode, over known: [ResolvedNetwork] = []) -> [ResolvedNetwork] {
        var networks = known
        for (name, fields) in declarations(
            node, "networks", keys: ["name", "external", "internal", "driver", "labels"])
        {
            let index = networks.firstIndex { $0.key == name.text }
            var network =
                index.map { networks[$0] }
                ?? ResolvedNetwork(
                    key: name.text, name: "", isExternal: false, isInternal: false, driver: nil, labels: [:],
                    location: name.location)
            network.name = fields.text("name") ?? network.name
            network.isExternal = fields.boolean("external") ?? network.isExternal
            network.isInternal = fields.boolean("internal") ?? network.isInternal
            network.driver = fields.text("driver") ?? network.driver
            network.labels.merge(fields.labels) { $1 }
            if let index { networks[index] = network } else { networks.append(network) }
        }
        return networks
    }

    func volumes(_ node: YAMLNode, over known: [ResolvedVolume] = []) -> [ResolvedVolume] {
        var volumes = known
        for (name, fields) in declarations(node, "volumes", keys: ["name", "external", "driver", "labels"]) {
            let index = volumes.firstIndex { $0.key == name.text }
            var volume =
                index.map { volumes[$0] }
                ?? ResolvedVolume(
                    key: name.text, name: "", isExternal: false, driver: nil, labels: [:], location: name.location)
            volume.name = fields.text("name") ?? volume.name
            volume.isExternal = fields.boolean("external") ?? volume.isExternal
            volume.driver = fields.text("driver") ?? volume.driver
            volume.labels.merge(fields.labels) { $1 }
            if let index { volumes[index] = volume } else { volumes.append(volume) }
        }
        return volumes
    }

    private static let unsupported: [String: String] = {
        var reasons: [String: String] = [:]
        for key in ["ipam", "driver_opts", "enable_ipv4", "enable_ipv6", "attachable"] {
            reasons[key] = "a development environment on one machine has no need of it"
        }
        return reasons
    }()

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
            let entries =
                entry.value.isNull
                ? [] : reader.entries(entry.value, "settings", keys: keys, unsupported: Self.unsupported)
            let name = Profile.Name(text: entry.name, location: entry.key.location)
            return (name, Fields(reader: reader, entries: entries))
        }
    }

    private struct Fields {
        let reader: NodeReader
        let entries: [YAMLNode.Entry]

        private func node(_ name: String) -> YAMLNode? { entries.first { $0.name == name }?.value }

        func text(_ name: String) -> String? { node(name).flatMap { reader.text($0) } }

        func boolean(_ name: String) -> Bool? { node(name).flatMap(reader.boolean) }

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

extension HostAndPortReader {
    /// An address for this machine, or how to find it.
    func host(_ node: YAMLNode) -> ExternalHost? {
        let word = "discover"
        guard let text = node.text, text == word || text.hasPrefix(word + ":") else {
            return read(node).map { .fixed($0) }
        }
        if text == word { return .discover(port: nil) }
        return HostAndPort(text).map { .discover(port: $0.port) }
            ?? {
                _ = read(node); return nil
            }()
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
