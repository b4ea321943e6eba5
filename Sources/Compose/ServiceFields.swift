import Templates

/// A service as docker compose's Go type holds it after loading our file: fields in that type's order, empty ones left
/// out, except `command` and `entrypoint`, which always stand there.
struct ServiceFields {
    let service: ServiceDefinition
    let labels: [String: String]

    var ordered: [(String, GoJSON)] {
        var fields: [(String, GoJSON)] = []
        func add(_ name: String, _ value: GoJSON?) {
            if let value { fields.append((name, value)) }
        }
        add("cap_add", strings(service.capabilitiesAdded))
        add("cap_drop", strings(service.capabilitiesDropped))
        add("cpus", service.cpus.flatMap { $0 == 0 ? nil : .number($0) })
        add("command", service.command.map { .strings($0) } ?? .null)
        add("configs", service.configs.isEmpty ? nil : .array(service.configs.map(file)))
        add("container_name", service.containerName.map { .string($0) })
        add("deploy", service.limits.map(deploy))
        add("entrypoint", service.entrypoint.map { .strings($0) } ?? .null)
        add("environment", environment)
        add("expose", strings(service.expose))
        add("extra_hosts", strings(service.extraHosts))
        add("hostname", service.hostname.map { .string($0) })
        add("healthcheck", service.healthcheck.map(healthcheck))
        add("image", .string(service.image))
        add("init", service.initProcess.map { .bool($0) })
        add("labels", labels.isEmpty ? nil : .map(labels.mapValues { .string($0) }))
        add("logging", service.logging.map(logging))
        add("mem_limit", service.memoryLimit.map { .string(String($0)) })
        add("networks", .map(service.networks.mapValues(attachment)))
        add("platform", service.platform.map { .string($0) })
        add("ports", service.ports.isEmpty ? nil : .array(service.ports.map(port)))
        add("read_only", service.readOnly ? .bool(true) : nil)
        add("restart", service.restart.map { .string($0) })
        add("secrets", service.secrets.isEmpty ? nil : .array(service.secrets.map(file)))
        add("security_opt", strings(service.securityOptions))
        add("shm_size", service.sharedMemorySize.map { .string(String($0)) })
        add("stdin_open", service.standardInputOpen ? .bool(true) : nil)
        add("stop_grace_period", service.stopGracePeriod.map { .string($0.description) })
        add("stop_signal", service.stopSignal.map { .string($0) })
        add("tmpfs", strings(service.tmpfs))
        add("tty", service.tty ? .bool(true) : nil)
        add("ulimits", service.ulimits.isEmpty ? nil : .map(service.ulimits.mapValues(ulimit)))
        add("user", service.user.map { .string($0) })
        add("volumes", service.mounts.isEmpty ? nil : .array(service.mounts.map(mount)))
        add("working_dir", service.workingDirectory.map { .string($0) })
        add("post_start", service.postStart.isEmpty ? nil : .array(service.postStart.map(hook)))
        add("pre_stop", service.preStop.isEmpty ? nil : .array(service.preStop.map(hook)))
        return fields
    }

    private func strings(_ values: [String]) -> GoJSON? { values.isEmpty ? nil : .strings(values) }

    private var environment: GoJSON? {
        service.environment.isEmpty
            ? nil : .map(service.environment.mapValues { value in value.map { .string($0) } ?? .null })
    }

    private func healthcheck(_ check: Healthcheck) -> GoJSON {
        var fields: [(String, GoJSON)] = []
        if let test = check.test { fields.append(("test", .strings(test))) }
        for (name, span) in [("timeout", check.timeout), ("interval", check.interval)] {
            if let span { fields.append((name, .string(span.description))) }
        }
        if let retries = check.retries { fields.append(("retries", .integer(Int64(retries)))) }
        for (name, span) in [("start_period", check.startPeriod), ("start_interval", check.startInterval)] {
            if let span { fields.append((name, .string(span.description))) }
        }
        if check.disabled { fields.append(("disable", .bool(true))) }
        return .object(fields)
    }

    private func logging(_ logging: Logging) -> GoJSON {
        var fields: [(String, GoJSON)] = []
        if !logging.driver.isEmpty { fields.append(("driver", .string(logging.driver))) }
        if !logging.options.isEmpty { fields.append(("options", .map(logging.options.mapValues { .string($0) }))) }
        return .object(fields)
    }

    private func attachment(_ network: NetworkAttachment) -> GoJSON {
        network.aliases.isEmpty ? .null : .object([("aliases", .strings(network.aliases))])
    }

    private func port(_ port: PublishedPort) -> GoJSON {
        .object([
            ("mode", .string("ingress")), ("host_ip", .string(port.hostIP)), ("target", .integer(Int64(port.target))),
            ("published", .string(String(port.published))), ("protocol", .string(port.networkProtocol)),
        ])
    }

    private func file(_ mount: FileMount) -> GoJSON {
        .object([
            ("source", .string(mount.source)), ("target", .string(mount.target)), ("uid", .string(mount.uid)),
            ("gid", .string(mount.gid)), ("mode", .string(ComposeText.octal(mount.mode))),
        ])
    }

    private func ulimit(_ limit: Ulimit) -> GoJSON {
        limit.isSingle
            ? .integer(limit.soft) : .object([("soft", .integer(limit.soft)), ("hard", .integer(limit.hard))])
    }

    /// A Go struct that is no pointer never vanishes: `placement` always stands there.
    private func deploy(_ limits: ResourceLimits) -> GoJSON {
        var fields: [(String, GoJSON)] = []
        if let cpus = limits.cpus, cpus != 0 { fields.append(("cpus", .number(cpus))) }
        if let memory = limits.memory, memory != 0 { fields.append(("memory", .string(String(memory)))) }
        if let pids = limits.pids, pids != 0 { fields.append(("pids", .integer(pids))) }
        return .object([("resources", .object([("limits", .object(fields))])), ("placement", .object([]))])
    }

    private func hook(_ hook: ServiceHook) -> GoJSON {
        var fields: [(String, GoJSON)] = [("command", .strings(hook.command))]
        if let user = hook.user { fields.append(("user", .string(user))) }
        if hook.isPrivileged { fields.append(("privileged", .bool(true))) }
        if let folder = hook.workingDirectory { fields.append(("working_dir", .string(folder))) }
        if !hook.environment.isEmpty {
            fields.append(("environment", .map(hook.environment.mapValues { .string($0) })))
        }
        return .object(fields)
    }

    private func mount(_ mount: Mount) -> GoJSON {
        let (type, source): (String, String?) =
            switch mount.kind {
            case .volume(let name): ("volume", name)
            case .bind(let path): ("bind", path)
            case .nameless: ("volume", nil)
            case .memory: ("tmpfs", nil)
            }
        var fields: [(String, GoJSON)] = [("type", .string(type))]
        if let source { fields.append(("source", .string(source))) }
        fields.append(("target", .string(mount.target)))
        if mount.readOnly { fields.append(("read_only", .bool(true))) }
        switch mount.kind {
        case .volume, .nameless: fields.append(("volume", .object([])))
        case .bind:
            fields.append(("bind", .object(mount.createsPath ? [("create_host_path", .bool(true))] : [])))
        case .memory(let size, let mode):
            var options: [(String, GoJSON)] = []
            if let size, size != 0 { options.append(("size", .string(String(size)))) }
            if let mode, mode != 0 { options.append(("mode", .integer(Int64(mode)))) }
            if size != nil || mode != nil { fields.append(("tmpfs", .object(options))) }
        }
        return .object(fields)
    }
}
