import Diagnostics
import YAML

extension TemplateReader {
    /// A secret or config by its name, as a text or as a mapping with target, uid, gid and mode.
    /// - Parameters:
    ///   - folder: where a target without a folder lies (compose-spec, "secrets" and "configs", short syntax).
    ///   - mode: permission bits where none are given.
    func file(_ node: YAMLNode, _ what: String, in folder: String, mode bits: Int) -> FileMount? {
        var mount = FileMount(
            source: "", target: "", uid: "0", gid: "0", mode: bits, location: node.location)
        if node.entries == nil {
            guard let name = reader.text(node, "the name of a \(what)") else { return nil }
            mount.source = name
        }
        for entry in node.entries == nil
            ? [] : reader.entries(node, "a \(what)", keys: ["source", "target", "uid", "gid", "mode"])
        {
            switch entry.name {
            case "source":
                mount.source = reader.text(entry.value, "the name of a \(what)") ?? ""
                mount.location = entry.value.location
            case "target": mount.target = reader.text(entry.value, "a path") ?? ""
            case "uid": mount.uid = number(entry.value) ?? "0"
            case "gid": mount.gid = number(entry.value) ?? "0"
            default: mount.mode = mode(entry.value) ?? bits
            }
        }
        guard !mount.source.isEmpty else {
            reader.findings.error(
                "a \(what) needs a source", at: node.location, hint: "add 'source: <its name>'")
            return nil
        }
        if mount.target.isEmpty { mount.target = mount.source }
        if !mount.target.hasPrefix("/") { mount.target = folder + "/" + mount.target }
        mount.target = FilePathText.clean(mount.target)
        return mount
    }

    private func number(_ node: YAMLNode) -> String? {
        reader.integer(node, in: 0...Int(UInt32.max)).map(String.init)
    }

    /// `0400` and `"0400"` are octal, as YAML 1.1 and compose read them.
    func mode(_ node: YAMLNode) -> Int? {
        guard let text = reader.text(node, "a file mode such as 0400") else { return nil }
        let digits = text.hasPrefix("0o") ? String(text.dropFirst(2)) : text
        guard let mode = Int(digits, radix: 8), (0...0o7777).contains(mode) else {
            reader.findings.error("'\(text)' is no file mode", at: node.location, hint: "write 0400 or 0440")
            return nil
        }
        return mode
    }

    /// A path, a list of paths, or a list of `{path, required, format}`.
    func environmentFiles(_ node: YAMLNode) -> [EnvironmentFile] {
        (node.isNull ? [] : node.items ?? [node]).compactMap { item in
            guard item.entries != nil else {
                guard let text = reader.text(item, "a path"), let path = hostPath(text, at: item.location) else {
                    return nil
                }
                return EnvironmentFile(path: path, isRequired: true, isRaw: false, location: item.location)
            }
            let fields = reader.entries(item, "a file of variables", keys: ["path", "required", "format"])
            func field(_ name: String) -> YAMLNode? { fields.first { $0.name == name }?.value }
            guard let text = field("path").flatMap({ reader.text($0, "a path") }) else {
                reader.findings.error(
                    "a file of variables needs a path", at: item.location, hint: "add 'path: ./x.env'")
                return nil
            }
            guard let path = hostPath(text, at: item.location) else { return nil }
            return EnvironmentFile(
                path: path, isRequired: field("required").flatMap(reader.boolean) ?? true,
                isRaw: field("format").flatMap { reader.word($0, among: ["raw"]) } != nil, location: item.location)
        }
    }
}
