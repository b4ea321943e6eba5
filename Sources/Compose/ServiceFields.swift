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
        add("container_name", service.containerName.map { .string($0) })
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
        add("secrets", service.secrets.isEmpty ? nil : .array(service.secrets.map(secret)))
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

    private func secret(_ mount: SecretMount) -> GoJSON {
        .object([
            ("source", .string(mount.source)), ("target", .string(mount.target)), ("uid", .string(mount.uid)),
            ("gid", .string(mount.gid)), ("mode", .string(ComposeText.octal(mount.mode))),
        ])
    }

    private func ulimit(_ limit: Ulimit) -> GoJSON {
        limit.isSingle
            ? .integer(limit.soft) : .object([("soft", .integer(limit.soft)), ("hard", .integer(limit.hard))])
    }

    private func mount(_ mount: Mount) -> GoJSON {
        var fields: [(String, GoJSON)]
        switch mount.kind {
        case .volume(let name):
            fields = [("type", .string("volume")), ("source", .string(name)), ("target", .string(mount.target))]
        case .bind(let path):
            fields = [("type", .string("bind")), ("source", .string(path)), ("target", .string(mount.target))]
        }
        if mount.readOnly { fields.append(("read_only", .bool(true))) }
        switch mount.kind {
        case .volume: fields.append(("volume", .object([])))
        case .bind: fields.append(("bind", .object([("create_host_path", .bool(true))])))
        }
        return .object(fields)
    }
}
