import Diagnostics
import YAML

extension TemplateReader {
    /// A command line: a list as it is, a text split as a shell splits it (without expansion).
    func words(_ node: YAMLNode) -> [String]? {
        if node.items != nil { return reader.texts(node, "a list of words") }
        if node.isNull { return nil }
        guard let text = reader.text(node, "a command") else { return nil }
        guard let words = ShellWords.split(text) else {
            reader.findings.error("a quote is not closed", at: node.location, hint: "write the command as a list")
            return nil
        }
        return words
    }

    func timeSpan(_ node: YAMLNode) -> TimeSpan? {
        guard let text = reader.text(node, "a time such as 30s") else { return nil }
        guard let span = TimeSpan(text) else {
            reader.findings.error(
                "'\(text)' is no length of time", at: node.location, hint: "write 30s, 1m30s or 500ms")
            return nil
        }
        return span
    }

    /// `64m`, `1g`, `512k`, `1024`: powers of 1024, as the engine counts.
    func byteSize(_ node: YAMLNode) -> Int64? {
        guard let text = reader.text(node, "a size such as 64m") else { return nil }
        guard let bytes = ByteSize.bytes(text) else {
            reader.findings.error("'\(text)' is no size", at: node.location, hint: "write 64m, 1g or a number of bytes")
            return nil
        }
        return bytes
    }

    /// The engine counts billionths of a core in 64 bits; far below that no machine has as many.
    func cpus(_ node: YAMLNode) -> Double? {
        guard let cores = reader.number(node) else { return nil }
        guard cores <= 65536 else {
            reader.findings.error("'\(node.text ?? "")' cores are too many", at: node.location, hint: "write 1.5 or 2")
            return nil
        }
        return cores
    }

    func restart(_ node: YAMLNode) -> String? {
        guard let text = reader.text(node, "a restart policy") else { return nil }
        let parts = text.split(separator: ":", maxSplits: 1)
        let isKnown = ["no", "always", "unless-stopped", "on-failure"].contains(String(parts.first ?? ""))
        let isCounted = parts.count == 2 && parts[0] == "on-failure" && UInt16(parts[1]) != nil
        guard isKnown, parts.count == 1 || isCounted else {
            reader.findings.error(
                "'\(text)' is no restart policy", at: node.location,
                hint: "write \"no\", always, unless-stopped, on-failure or on-failure:3")
            return nil
        }
        return text
    }

    func extraHosts(_ node: YAMLNode) -> [String] {
        let pairs: [String] =
            if node.items != nil {
                reader.texts(node, "a list of hosts").map { text in
                    // Both `host:address` and `host=address` are in use; an IPv6 address has colons of its own.
                    guard !text.contains("="), let colon = text.firstIndex(of: ":") else { return text }
                    return text[..<colon] + "=" + text[text.index(after: colon)...]
                }
            } else {
                reader.named(node, "a list of hosts").compactMap { entry in
                    reader.text(entry.value, "an address").map { "\(entry.name)=\($0)" }
                }
            }
        return pairs.sorted()
    }

    func ulimits(_ node: YAMLNode) -> [String: Ulimit] {
        var limits: [String: Ulimit] = [:]
        for entry in reader.named(node, "a mapping of limits") {
            if entry.value.entries != nil {
                let values = reader.entries(entry.value, "soft and hard", keys: ["soft", "hard"])
                func value(_ key: String) -> Int? {
                    values.first { $0.name == key }.flatMap { reader.integer($0.value, in: -1...Int.max) }
                }
                guard let soft = value("soft"), let hard = value("hard") else { continue }
                limits[entry.name] = Ulimit(soft: Int64(soft), hard: Int64(hard), isSingle: false)
            } else if let value = reader.integer(entry.value, in: -1...Int.max) {
                limits[entry.name] = Ulimit(soft: Int64(value), hard: Int64(value), isSingle: true)
            }
        }
        return limits
    }

    func logging(_ node: YAMLNode) -> Logging? {
        var logging = Logging(driver: "", options: [:])
        for entry in reader.entries(node, "a driver and options", keys: ["driver", "options"]) {
            if entry.name == "driver" {
                logging.driver = reader.text(entry.value, "a driver") ?? ""
            } else {
                for pair in reader.pairs(entry.value, "a mapping of options") {
                    logging.options[pair.name] = pair.value ?? ""
                }
            }
        }
        return logging
    }

    func healthcheck(_ node: YAMLNode) -> Healthcheck? {
        var check = Healthcheck()
        let keys = ["test", "interval", "timeout", "retries", "start_period", "start_interval", "disable"]
        for entry in reader.entries(node, "a health check", keys: keys) {
            switch entry.name {
            case "test":
                if entry.value.items != nil {
                    check.test = reader.texts(entry.value, "a command")
                    if let first = check.test?.first, !["CMD", "CMD-SHELL", "NONE"].contains(first) {
                        reader.findings.error(
                            "a health check begins with CMD, CMD-SHELL or NONE, found '\(first)'",
                            at: entry.value.location, hint: "write test: [\"CMD\", \"\(first)\", …]")
                    }
                } else if let text = reader.text(entry.value, "a command") {
                    check.test = ["CMD-SHELL", text]
                }
            case "interval": check.interval = timeSpan(entry.value)
            case "timeout": check.timeout = timeSpan(entry.value)
            case "start_period": check.startPeriod = timeSpan(entry.value)
            case "start_interval": check.startInterval = timeSpan(entry.value)
            case "retries": check.retries = reader.integer(entry.value, in: 0...1_000_000)
            default: check.disabled = reader.boolean(entry.value) ?? false
            }
        }
        // The engine looks at start_interval only during start_period; docker compose refuses the pair's half.
        if check.startInterval != nil, check.startPeriod == nil {
            reader.findings.error(
                "start_interval without start_period has no effect", at: node.location, hint: "add 'start_period: 30s'")
        }
        return check
    }

    func dependencies(_ node: YAMLNode) -> [Dependency] {
        if let items = node.items {
            return items.compactMap { item in
                reader.text(item, "a service").map {
                    Dependency(
                        service: $0, condition: .started, restart: false, required: true, location: item.location)
                }
            }
        }
        return reader.named(node, "a list of services").map { entry in
            var dependency = Dependency(
                service: entry.name, condition: .started, restart: false, required: true, location: entry.key.location)
            if entry.value["condition"] == nil, entry.value.entries != nil {
                reader.findings.error(
                    "'\(entry.name)' needs a condition", at: entry.key.location,
                    hint: "write '\(entry.name): {condition: service_healthy}'")
            }
            for setting in reader.entries(entry.value, "a condition", keys: ["condition", "restart", "required"]) {
                switch setting.name {
                case "condition":
                    let words = Dependency.Condition.allCases.map(\.rawValue)
                    let word = reader.word(setting.value, among: words)
                    dependency.condition = word.flatMap(Dependency.Condition.init(rawValue:)) ?? .started
                case "restart": dependency.restart = reader.boolean(setting.value) ?? false
                default: dependency.required = reader.boolean(setting.value) ?? true
                }
            }
            return dependency
        }
    }
}
