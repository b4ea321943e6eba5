import Diagnostics
import YAML

/// Reads the `x-sfm-dev` block of a template.
struct ExtensionReader {
    let reader: NodeReader
    let template: TemplateReader

    private static let keys = [
        "endpoint", "stand_in", "build", "ready", "ready_within", "stop_order", "variables", "seed", "volumes",
        "networks", "secrets", "configs", "tls", "warnings", "checks",
    ]

    func read(_ node: YAMLNode) -> TemplateExtension {
        var extra = TemplateExtension()
        for entry in reader.entries(node, "the settings of sfm-dev", keys: Self.keys) {
            switch entry.name {
            case "endpoint": extra.endpoint = endpoint(entry.value)
            case "stand_in": extra.standIn = reader.text(entry.value, "the name of an image")
            case "build": extra.buildHint = reader.text(entry.value, "how the image is made")
            case "ready":
                extra.ready = ReadyReader(reader: reader, words: template.words).read(entry.value)
                extra.readyLocation = entry.value.location
            case "ready_within":
                extra.readyWithin = template.timeSpan(entry.value) ?? extra.readyWithin
                if extra.readyWithin.nanoseconds == 0 {
                    reader.findings.error(
                        "no service is ready within no time", at: entry.value.location, hint: "write 60s")
                }
            case "stop_order":
                let word = reader.word(entry.value, among: TemplateExtension.StopOrder.allCases.map(\.rawValue))
                extra.stopOrder = word.flatMap(TemplateExtension.StopOrder.init(rawValue:)) ?? .stateless
            case "variables": extra.variables = variables(entry.value)
            case "seed": extra.seed = SeedReader(reader: reader, template: template).read(entry.value)
            case "volumes": extra.volumes = entry.value
            case "secrets": extra.secrets = entry.value
            case "configs": extra.configs = entry.value
            case "checks": extra.checks = ChecksReader(reader: reader).read(entry.value)
            case "tls":
                // What cannot be read is told; it was meant to be true.
                extra.tls = reader.boolean(entry.value) ?? true
                extra.tlsLocation = entry.value.location
            case "warnings":
                extra.warnings = reader.list(entry.value, "a list of sentences").compactMap {
                    reader.text($0, "a sentence")
                }
            default: extra.networks = entry.value
            }
        }
        return extra
    }

    private func endpoint(_ node: YAMLNode) -> TemplateExtension.Endpoint? {
        if node.entries == nil {
            return reader.integer(node, in: 1...65535).map { .init(network: UInt16($0), host: UInt16($0)) }
        }
        var ports: [String: UInt16] = [:]
        for entry in reader.entries(node, "a port", keys: ["network", "host"]) {
            ports[entry.name] = reader.integer(entry.value, in: 1...65535).map { UInt16($0) }
        }
        guard let network = ports["network"], let host = ports["host"] else {
            reader.findings.error(
                "an endpoint is a port, or one for each vantage", at: node.location,
                hint: "write 'endpoint: {network: 9092, host: 19092}'")
            return nil
        }
        return .init(network: network, host: host)
    }

    private func variables(_ node: YAMLNode) -> TemplateExtension.VariablesFile? {
        var file = TemplateExtension.VariablesFile(
            surface: "", target: "", uid: "0", gid: "0", location: node.location)
        let keys = ["surface", "target", "uid", "gid", "except"]
        for entry in reader.entries(node, "a surface and a target", keys: keys) {
            switch entry.name {
            case "surface": file.surface = reader.text(entry.value, "a surface") ?? ""
            case "target": file.target = reader.text(entry.value, "a path") ?? ""
            case "except":
                file.except = reader.list(entry.value, "a list of variables").compactMap { item in
                    reader.text(item, "the name of a variable").map { .init(text: $0, location: item.location) }
                }
            case "uid": file.uid = reader.integer(entry.value, in: 0...Int(UInt32.max)).map(String.init) ?? "0"
            default: file.gid = reader.integer(entry.value, in: 0...Int(UInt32.max)).map(String.init) ?? "0"
            }
        }
        if file.surface.isEmpty || !file.target.hasPrefix("/") {
            reader.findings.error(
                "a file of variables needs a surface and an absolute target", at: node.location,
                hint: "write 'variables: {surface: api, target: /run/secrets/sfm-dev.env}'")
            return nil
        }
        return file
    }
}
