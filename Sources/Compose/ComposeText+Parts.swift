import Diagnostics
import Profiles
import Templates
import YAML

extension ComposeText {
    func healthcheck(_ check: Healthcheck) -> YAMLValue {
        var fields: [(key: String, value: YAMLValue)] = []
        if let test = check.test { fields.append(("test", list(test))) }
        let spans = [
            ("interval", check.interval), ("timeout", check.timeout), ("start_period", check.startPeriod),
            ("start_interval", check.startInterval),
        ]
        for (name, span) in spans {
            if let span { fields.append((name, .string(span.description))) }
        }
        if let retries = check.retries { fields.append(("retries", .integer(retries))) }
        if check.disabled { fields.append(("disable", true)) }
        return .mapping(fields)
    }

    func ulimit(_ limit: Ulimit) -> YAMLValue {
        limit.isSingle
            ? .integer(Int(limit.soft)) : ["soft": .integer(Int(limit.soft)), "hard": .integer(Int(limit.hard))]
    }

    func network(_ network: ResolvedNetwork) -> YAMLValue {
        var fields: [(key: String, value: YAMLValue)] = [("name", text(network.name))]
        if network.isExternal { fields.append(("external", true)) }
        if network.isInternal { fields.append(("internal", true)) }
        if let driver = network.driver { fields.append(("driver", text(driver))) }
        if !network.labels.isEmpty { fields.append(("labels", labels(network.labels))) }
        return .mapping(fields)
    }

    func volume(_ volume: ResolvedVolume) -> YAMLValue {
        var fields: [(key: String, value: YAMLValue)] = [("name", text(volume.name))]
        if volume.isExternal { fields.append(("external", true)) }
        if let driver = volume.driver { fields.append(("driver", text(driver))) }
        if !volume.labels.isEmpty { fields.append(("labels", labels(volume.labels))) }
        return .mapping(fields)
    }

    private func labels(_ labels: [String: String]) -> YAMLValue {
        .mapping(labels.sorted { $0.key < $1.key }.map { ($0, text($1)) })
    }

    /// Secret texts travel in `.env`.
    func config(_ config: ResolvedConfig) -> YAMLValue {
        config.value.isSecret ? ["environment": .string(config.variable)] : ["content": text(config.value.reveal())]
    }

    func fileMount(_ mount: FileMount) -> YAMLValue {
        [
            "source": text(mount.source), "target": text(mount.target), "uid": .string(mount.uid),
            "gid": .string(mount.gid), "mode": .string(Self.octal(mount.mode)),
        ]
    }

    func mount(_ mount: Mount) -> YAMLValue {
        let ending = mount.target + (mount.readOnly ? ":ro" : "")
        var fields: [(key: String, value: YAMLValue)]
        switch mount.kind {
        case .volume(let name) where name.count > 1: return text("\(name):\(ending)")
        // One letter and a colon are a drive to docker compose.
        case .volume(let name): fields = [("type", "volume"), ("source", text(name)), ("volume", .mapping([]))]
        case .bind(let path) where mount.createsPath: return text("\(path):\(ending)")
        case .nameless where !mount.readOnly: return text(mount.target)
        case .nameless: fields = [("type", "volume")]
        case .bind(let path):
            fields = [("type", "bind"), ("source", text(path)), ("bind", ["create_host_path": false])]
        case .memory(let size, let mode):
            fields = [("type", "tmpfs")]
            var options: [(key: String, value: YAMLValue)] = []
            if let size { options.append(("size", .integer(Int(size)))) }
            // compose reads a number as decimal here.
            if let mode { options.append(("mode", .integer(mode))) }
            if !options.isEmpty { fields.append(("tmpfs", .mapping(options))) }
        }
        fields.append(("target", text(mount.target)))
        if mount.readOnly { fields.append(("read_only", true)) }
        return .mapping(fields)
    }

    func resources(_ limits: ResourceLimits) -> YAMLValue {
        var fields: [(key: String, value: YAMLValue)] = []
        if let cpus = limits.cpus { fields.append(("cpus", .string("\(cpus)"))) }
        if let memory = limits.memory { fields.append(("memory", .string(String(memory)))) }
        if let pids = limits.pids { fields.append(("pids", .integer(Int(pids)))) }
        return .mapping(fields)
    }

    func hook(_ hook: ServiceHook) -> YAMLValue {
        var fields: [(key: String, value: YAMLValue)] = [("command", list(hook.command))]
        if let user = hook.user { fields.append(("user", text(user))) }
        if hook.isPrivileged { fields.append(("privileged", true)) }
        if let folder = hook.workingDirectory { fields.append(("working_dir", text(folder))) }
        if !hook.environment.isEmpty { fields.append(("environment", labels(hook.environment))) }
        return .mapping(fields)
    }
}
