import Diagnostics
import YAML

/// Reads the `x-sfm-dev` block of a template.
struct ExtensionReader {
    let reader: NodeReader
    let template: TemplateReader

    private static let keys = [
        "endpoint", "stand_in", "build", "ready", "ready_within", "stop_order", "variables", "seed", "volumes",
        "networks", "secrets", "configs", "tls", "warnings",
    ]

    func read(_ node: YAMLNode) -> TemplateExtension {
        var extra = TemplateExtension()
        for entry in reader.entries(node, "the settings of sfm-dev", keys: Self.keys) {
            switch entry.name {
            case "endpoint": extra.endpoint = endpoint(entry.value)
            case "stand_in": extra.standIn = reader.text(entry.value, "the name of an image")
            case "build": extra.buildHint = reader.text(entry.value, "how the image is made")
            case "ready":
                extra.ready = ready(entry.value)
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
            case "tls":
                extra.tls = reader.boolean(entry.value) ?? false
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

    private func ready(_ node: YAMLNode) -> TemplateExtension.ReadyCheck? {
        let words = ["tcp", "health", "completed"]
        if let text = node.text, !node.isNull {
            switch text {
            case "kafka": return .kafka(user: nil, password: nil, local: nil)
            case "tcp": return .tcp
            case "health": return .health
            case "completed": return .completed
            case "redis": return .redis(user: nil, password: nil)
            case "http": return .http(path: "/", header: nil, key: nil)
            default: break
            }
        }
        let kinds = ["postgres", "redis", "http", "kafka", "exec"] + words
        guard let entry = node.entries?.first, node.entries?.count == 1, kinds.contains(entry.name) else {
            reader.findings.error(
                "expected one way to be ready", at: node.location,
                hint: "one of \(kinds.sorted().joined(separator: ", ")), such as 'ready: {http: {path: /healthz}}'")
            return nil
        }
        func fields(_ keys: [String]) -> [String: String] {
            var values: [String: String] = [:]
            for field in reader.entries(entry.value, "settings of '\(entry.name)'", keys: keys) {
                values[field.name] = reader.text(field.value)
            }
            return values
        }
        switch entry.name {
        case "postgres":
            let values = fields(["user", "password", "database"])
            return .postgres(
                user: values["user"] ?? "postgres", password: values["password"],
                database: values["database"] ?? values["user"] ?? "postgres")
        case "redis":
            let values = fields(["user", "password"])
            return .redis(user: values["user"], password: values["password"])
        case "http":
            let values = fields(["path", "header", "key"])
            if (values["header"] == nil) != (values["key"] == nil) {
                reader.findings.error(
                    "'header' and 'key' belong together", at: node.location,
                    hint: "write '{path: /collections, header: api-key, key: QDRANT_API_KEY}'")
            }
            return .http(path: values["path"] ?? "/", header: values["header"], key: values["key"])
        case "kafka": return kafka(entry.value)
        case "exec": return template.words(entry.value).map { .exec($0) }
        default:
            reader.mismatch(
                entry.value, expected: "nothing below '\(entry.name)'", hint: "write 'ready: \(entry.name)'")
            return nil
        }
    }

    private func kafka(_ node: YAMLNode) -> TemplateExtension.ReadyCheck {
        var values: [String: String] = [:]
        var local: UInt16?
        for field in reader.entries(node, "settings of 'kafka'", keys: ["user", "password", "local"]) {
            if field.name == "local" {
                local = reader.integer(field.value, in: 1...65535).map { UInt16($0) }
            } else {
                values[field.name] = reader.text(field.value)
            }
        }
        if (values["user"] == nil) != (values["password"] == nil) {
            reader.findings.error(
                "'user' and 'password' belong together", at: node.location,
                hint: "write '{user: app, password: KAFKA_SASL_PASSWORD, local: 29092}'")
        }
        return .kafka(user: values["user"], password: values["password"], local: local)
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
