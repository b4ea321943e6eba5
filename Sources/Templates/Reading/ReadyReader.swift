import Diagnostics
package import YAML

/// Reads one way to be ready.
package struct ReadyReader {
    let reader: NodeReader
    /// Reads a command; nil for a service that somebody else runs, which is seen from outside only.
    let words: ((YAMLNode) -> [String]?)?

    package init(reader: NodeReader, words: ((YAMLNode) -> [String]?)? = nil) {
        self.reader = reader
        self.words = words
    }

    package func read(_ node: YAMLNode) -> TemplateExtension.ReadyCheck? {
        if let text = node.text, !node.isNull {
            switch text {
            case "kafka": return .kafka(user: nil, password: nil, local: nil)
            case "tcp": return .tcp
            case "health" where words != nil: return .health
            case "completed" where words != nil: return .completed
            case "redis": return .redis(user: nil, password: nil)
            case "http": return .http(path: "/", header: nil, key: nil)
            default: break
            }
        }
        let kinds =
            ["postgres", "redis", "http", "kafka", "tcp"] + (words == nil ? [] : ["exec", "health", "completed"])
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
        case "exec": return words?(entry.value).map { .exec($0) }
        default:
            reader.mismatch(
                entry.value, expected: "nothing below '\(entry.name)'", hint: "write 'ready: \(entry.name)'")
            return nil
        }
    }

    private func kafka(_ node: YAMLNode) -> TemplateExtension.ReadyCheck {
        var values: [String: String] = [:]
        var local: UInt16?
        for field in reader.entries(
            node, "settings of 'kafka'", keys: words == nil ? ["user", "password"] : ["user", "password", "local"])
        {
            if field.name == "local" {
                local = reader.integer(field.value, in: 1...65535).map { UInt16($0) }
            } else {
                values[field.name] = reader.text(field.value)
            }
        }
        if (values["user"] == nil) != (values["password"] == nil) {
            reader.findings.error(
                "'user' and 'password' belong together", at: node.location,
                hint: "write '{user: app, password: KAFKA_SASL_PASSWORD\(words == nil ? "" : ", local: 29092")}'")
        }
        return .kafka(user: values["user"], password: values["password"], local: local)
    }
}
