import Diagnostics
import YAML

extension TemplateReader {
    /// `source:target[:ro|rw]`, or the long form with type, source, target, read_only.
    func mount(_ node: YAMLNode) -> Mount? {
        node.entries == nil ? shortMount(node) : longMount(node)
    }

    private func shortMount(_ node: YAMLNode) -> Mount? {
        guard let text = reader.text(node, "a volume such as data:/var/lib/data") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
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
        return mount(source: parts[0], target: parts[1], readOnly: readOnly, type: nil, at: node.location)
    }

    private func longMount(_ node: YAMLNode) -> Mount? {
        let entries = reader.entries(node, "a volume", keys: ["type", "source", "target", "read_only"])
        func value(_ key: String) -> YAMLNode? { entries.first { $0.name == key }?.value }
        guard let type = value("type").flatMap({ reader.word($0, among: ["volume", "bind"]) }) else {
            if value("type") == nil {
                reader.findings.error("a volume needs a type", at: node.location, hint: "add 'type: volume'")
            }
            return nil
        }
        guard let source = value("source").flatMap({ reader.text($0, "a source") }),
            let target = value("target").flatMap({ reader.text($0, "a path") })
        else {
            reader.findings.error("a volume needs source and target", at: node.location)
            return nil
        }
        let readOnly = value("read_only").flatMap(reader.boolean) ?? false
        return mount(source: source, target: target, readOnly: readOnly, type: type, at: node.location)
    }

    private func mount(
        source: String, target: String, readOnly: Bool, type: String?, at location: SourceLocation
    ) -> Mount? {
        guard target.hasPrefix("/") else {
            reader.findings.error(
                "'\(target)' is no absolute path in the container", at: location, hint: "begin it with '/'")
            return nil
        }
        if source.hasPrefix("~") {
            reader.findings.error(
                "'\(source)' leaves the project for the home of whoever runs it", at: location,
                hint: "write an absolute path, or one that begins with './'")
            return nil
        }
        let isPath = source.hasPrefix("/") || source.hasPrefix("./") || source.hasPrefix("../") || source == "."
        let kind: Mount.Kind =
            type == "bind" || (type == nil && isPath)
            ? .bind(FilePathText.clean(source.hasPrefix("/") ? source : directory + "/" + source)) : .volume(source)
        return Mount(kind: kind, target: FilePathText.clean(target), readOnly: readOnly, location: location)
    }

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
                for setting in reader.entries(entry.value, "aliases", keys: ["aliases"]) {
                    attachment.aliases = reader.texts(setting.value, "a list of names")
                }
            }
            attachments[entry.name] = attachment
        }
        return attachments
    }

    /// A credential by its name, as a text or as a mapping with target, uid, gid and mode.
    func secret(_ node: YAMLNode) -> SecretMount? {
        var mount = SecretMount(
            source: "", target: "", uid: "0", gid: "0", mode: 0o400, location: node.location)
        if node.entries == nil {
            guard let name = reader.text(node, "the name of a credential") else { return nil }
            mount.source = name
        }
        for entry in node.entries == nil
            ? [] : reader.entries(node, "a secret", keys: ["source", "target", "uid", "gid", "mode"])
        {
            switch entry.name {
            case "source":
                mount.source = reader.text(entry.value, "the name of a credential") ?? ""
                mount.location = entry.value.location
            case "target": mount.target = reader.text(entry.value, "a path") ?? ""
            case "uid": mount.uid = number(entry.value) ?? "0"
            case "gid": mount.gid = number(entry.value) ?? "0"
            default: mount.mode = mode(entry.value) ?? 0o400
            }
        }
        guard !mount.source.isEmpty else {
            reader.findings.error(
                "a secret needs a source", at: node.location, hint: "add 'source: <name of a credential>'")
            return nil
        }
        if mount.target.isEmpty { mount.target = mount.source }
        // A bare name lies in /run/secrets (compose-spec, "secrets", long syntax).
        if !mount.target.hasPrefix("/") { mount.target = "/run/secrets/" + mount.target }
        mount.target = FilePathText.clean(mount.target)
        return mount
    }

    private func number(_ node: YAMLNode) -> String? {
        reader.integer(node, in: 0...Int(UInt32.max)).map(String.init)
    }

    /// `0400` and `"0400"` are octal, as YAML 1.1 and compose read them.
    private func mode(_ node: YAMLNode) -> Int? {
        guard let text = reader.text(node, "a file mode such as 0400") else { return nil }
        let digits = text.hasPrefix("0o") ? String(text.dropFirst(2)) : text
        guard let mode = Int(digits, radix: 8), (0...0o777).contains(mode) else {
            reader.findings.error("'\(text)' is no file mode", at: node.location, hint: "write 0400 or 0440")
            return nil
        }
        return mode
    }
}

/// Paths as text, without looking at the disk.
package enum FilePathText {
    /// Without `.`, `..`, doubled and trailing slashes; an absolute path stays absolute.
    package static func clean(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        let text = parts.joined(separator: "/")
        return path.hasPrefix("/") ? "/" + text : (text.isEmpty ? "." : text)
    }
}
