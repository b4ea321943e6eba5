import Diagnostics
import YAML

extension TemplateReader {
    /// `deploy.resources.limits`; the rest of `deploy` is for clusters.
    func limits(_ node: YAMLNode) -> ResourceLimits? {
        let swarm = "one machine runs one container of each service"
        var reasons: [String: String] = [:]
        for key in ["mode", "replicas", "labels", "update_config", "rollback_config", "placement", "endpoint_mode"] {
            reasons[key] = swarm
        }
        reasons["restart_policy"] = "write 'restart' beside 'deploy'"
        var limits: ResourceLimits?
        for part in reader.entries(node, "resources", keys: ["resources"], unsupported: reasons) {
            let unsupported = ["reservations": "nothing on one machine is reserved"]
            for kind in reader.entries(part.value, "limits", keys: ["limits"], unsupported: unsupported) {
                limits = ResourceLimits()
                for limit in reader.entries(kind.value, "limits", keys: ["cpus", "memory", "pids"]) {
                    switch limit.name {
                    case "cpus": limits?.cpus = cpus(limit.value)
                    case "memory": limits?.memory = byteSize(limit.value)
                    default: limits?.pids = reader.integer(limit.value, in: 0...Int(Int32.max)).map { Int64($0) }
                    }
                }
            }
        }
        return limits
    }

    /// docker compose refuses a limit that is written at both places with two values.
    func checkLimits(_ service: ServiceDefinition, at location: SourceLocation?) {
        let pairs: [(String, String, Bool)] = [
            ("cpus", "cpus", differ(service.cpus, service.limits?.cpus)),
            ("mem_limit", "memory", differ(service.memoryLimit, service.limits?.memory)),
        ]
        for (short, long, _) in pairs.filter(\.2) {
            reader.findings.error(
                "'\(short)' and 'deploy.resources.limits.\(long)' differ", at: location,
                hint: "remove one of them")
        }
    }

    private func differ<Value: Equatable>(_ first: Value?, _ second: Value?) -> Bool {
        guard let first, let second else { return false }
        return first != second
    }

    func hooks(_ node: YAMLNode) -> [ServiceHook] {
        reader.list(node, "a list of commands").compactMap { item in
            var hook = ServiceHook(command: [], location: item.location)
            let keys = ["command", "user", "privileged", "working_dir", "environment"]
            for entry in reader.entries(item, "a command", keys: keys) {
                switch entry.name {
                case "command": hook.command = words(entry.value) ?? []
                case "user": hook.user = reader.text(entry.value, "a user")
                case "privileged": hook.isPrivileged = reader.boolean(entry.value) ?? false
                case "working_dir": hook.workingDirectory = reader.text(entry.value, "a path")
                default:
                    for pair in reader.pairs(entry.value, "a mapping of names to values") {
                        hook.environment[pair.name] = pair.value ?? ""
                    }
                }
            }
            guard !hook.command.isEmpty else {
                reader.findings.error(
                    "a hook needs a command", at: item.location, hint: "add 'command: [\"/bin/true\"]'")
                return nil
            }
            return hook
        }
    }

    func pullPolicy(_ node: YAMLNode) -> PullPolicy? {
        guard let text = reader.text(node, "a policy") else { return nil }
        // compose-spec's older word.
        if text == "if_not_present" { return .missing }
        if let policy = PullPolicy(rawValue: text) { return policy }
        if text == "build" {
            reader.findings.error(
                "'pull_policy: build' is not supported: sfm-dev runs images; build yours first", at: node.location,
                hint: "write 'pull_policy: never'")
        } else {
            let words = PullPolicy.allCases.map(\.rawValue).joined(separator: ", ")
            reader.findings.error(
                "expected one of \(words), found '\(text)'", at: node.location,
                hint: "write 'pull_policy: always' to ask at each 'up'")
        }
        return nil
    }
}
