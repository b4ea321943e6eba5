import Diagnostics
import YAML

extension TemplateReader {
    /// `source:target[:ro|rw]`, or the long form: type, source, target, read_only and the options of
    /// its type.
    func mount(_ node: YAMLNode) -> Mount? {
        node.entries == nil ? shortMount(node) : longMount(node)
    }

    private func shortMount(_ node: YAMLNode) -> Mount? {
        guard let text = reader.text(node, "a volume such as data:/var/lib/data") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1, text.hasPrefix("/") {
            return Mount(kind: .nameless, target: FilePathText.clean(text), readOnly: false, location: node.location)
        }
        guard (2...3).contains(parts.count), !parts[0].isEmpty else {
            reader.findings.error(
                "'\(text)' is no volume", at: node.location, hint: "write name:/path/in/container or ./path:/path:ro")
            return nil
        }
        var readOnly = false
        for option in parts.dropFirst(2).flatMap({ $0.split(separator: ",") }) {
            switch option {
            case "ro": readOnly = true
            case "rw": readOnly = false
            default:
                reader.findings.error(
                    "'\(option)' is no option of a volume that sfm-dev knows", at: node.location, hint: "use ro or rw")
            }
        }
        let isPath = ["/", "./", "../", "~"].contains { parts[0].hasPrefix($0) } || parts[0] == "."
        guard let target = target(parts[1], at: node.location) else { return nil }
        guard isPath else {
            return Mount(kind: .volume(parts[0]), target: target, readOnly: readOnly, location: node.location)
        }
        guard let path = hostPath(parts[0], at: node.location) else { return nil }
        return Mount(kind: .bind(path), target: target, readOnly: readOnly, location: node.location)
    }

    private func longMount(_ node: YAMLNode) -> Mount? {
        let keys = ["type", "source", "target", "read_only", "bind", "volume", "tmpfs"]
        let entries = reader.entries(node, "a volume", keys: keys)
        func value(_ key: String) -> YAMLNode? { entries.first { $0.name == key }?.value }
        guard let type = value("type").flatMap({ reader.word($0, among: ["volume", "bind", "tmpfs"]) }) else {
            if value("type") == nil {
                reader.findings.error("a volume needs a type", at: node.location, hint: "add 'type: volume'")
            }
            return nil
        }
        for other in ["volume", "bind", "tmpfs"] where other != type {
            guard let node = value(other) else { continue }
            reader.findings.error("'\(other)' says nothing of a mount of type '\(type)'", at: node.location)
        }
        let source = value("source").flatMap { reader.text($0, "a source") }
        guard let written = value("target").flatMap({ reader.text($0, "a path") }), source != nil || type != "bind"
        else {
            reader.findings.error("a volume needs source and target", at: node.location)
            return nil
        }
        guard let target = target(written, at: node.location) else { return nil }
        var mount = Mount(kind: .nameless, target: target, readOnly: false, location: node.location)
        mount.readOnly = value("read_only").flatMap(reader.boolean) ?? false
        switch type {
        case "bind":
            guard let path = hostPath(source ?? "", at: node.location) else { return nil }
            mount.kind = .bind(path)
            mount.createsPath = value("bind").map(createsPath) ?? true
        case "tmpfs":
            if source != nil { reader.findings.error("a tmpfs has no source", at: node.location) }
            mount.kind = value("tmpfs").map(memory) ?? .memory(size: nil, mode: nil)
        default:
            if let options = value("volume") { _ = reader.entries(options, "nothing", keys: []) }
            mount.kind = source.map { .volume($0) } ?? .nameless
        }
        return mount
    }

    private func target(_ path: String, at location: SourceLocation) -> String? {
        guard path.hasPrefix("/") else {
            reader.findings.error(
                "'\(path)' is no absolute path in the container", at: location, hint: "begin it with '/'")
            return nil
        }
        return FilePathText.clean(path)
    }

    /// Absolute; a relative one is the project's.
    func hostPath(_ path: String, at location: SourceLocation) -> String? {
        guard !path.hasPrefix("~") else {
            reader.findings.error(
                "'\(path)' leaves the project for the home of whoever runs it", at: location,
                hint: "write an absolute path, or one that begins with './'")
            return nil
        }
        return FilePathText.clean(path.hasPrefix("/") ? path : directory + "/" + path)
    }

    private func createsPath(_ node: YAMLNode) -> Bool {
        reader.entries(node, "options of a bind mount", keys: ["create_host_path"])
            .first.flatMap { reader.boolean($0.value) } ?? true
    }

    private func memory(_ node: YAMLNode) -> Mount.Kind {
        var size: Int64?
        var mode: Int?
        for entry in reader.entries(node, "options of a tmpfs", keys: ["size", "mode"]) {
            if entry.name == "size" { size = byteSize(entry.value) } else { mode = self.mode(entry.value) }
        }
        return .memory(size: size, mode: mode)
    }

    private static let unsupportedAttachments: [String: String] = {
        var reasons: [String: String] = [:]
        for key in [
            "ipv4_address", "ipv6_address", "link_local_ips", "mac_address", "driver_opts", "priority", "gw_priority",
            "interface_name",
        ] {
            reasons[key] = "containers are found by their names"
        }
        return reasons
    }()

    func networks(_ node: YAMLNode) -> [String: NetworkAttachment] {
        var attachments: [String: NetworkAttachment] = [:]
        if let items = node.items {
            for item in items {
                guard let name = reader.text(item, "a network") else { continue }
                attachments[name] = NetworkAttachment()
                attachments[name]?.location = item.location
            }
            return attachments
        }
        for entry in reader.named(node, "a list of networks") {
            var attachment = NetworkAttachment()
            attachment.location = entry.key.location
            if !entry.value.isNull {
                for setting in reader.entries(
                    entry.value, "aliases", keys: ["aliases"], unsupported: Self.unsupportedAttachments)
                {
                    attachment.aliases = reader.texts(setting.value, "a list of names")
                }
            }
            attachments[entry.name] = attachment
        }
        return attachments
    }
}
