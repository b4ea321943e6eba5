package import Diagnostics
package import YAML

/// Reads an interpolated template file into a `ServiceTemplate`.
package struct TemplateReader {
    let reader: NodeReader
    /// Relative host paths are relative to this folder.
    let directory: String
    /// The setting that gave this part of the scalar at a place, for ports.
    let variable: (SourceLocation, String) -> String?

    package init(findings: Findings, directory: String, variable: @escaping (SourceLocation, String) -> String?) {
        reader = NodeReader(findings)
        self.directory = directory
        self.variable = variable
    }

    /// Why the rest of the compose-spec is refused rather than ignored.
    private static let unsupported: [String: String] = {
        var reasons: [String: String] = [:]
        for key in ["build", "develop"] {
            reasons[key] = "sfm-dev runs images; build yours first and name it under 'image'"
        }
        for key in [
            "blkio_config", "cpu_count", "cpu_percent", "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime",
            "cpuset", "cpu_shares", "credential_spec", "device_cgroup_rules", "devices", "external_links", "gpus",
            "ipc", "isolation", "links", "mac_address", "models", "network_mode", "oom_kill_disable", "oom_score_adj",
            "pid", "provider", "scale", "storage_opt", "userns_mode", "uts", "volumes_from", "cgroup", "cgroup_parent",
        ] {
            reasons[key] = "a development environment on one machine has no need of it"
        }
        for key in [
            "annotations", "attach", "dns", "dns_opt", "dns_search", "domainname", "group_add", "label_file",
            "mem_reservation", "memswap_limit", "mem_swappiness", "pids_limit", "pre_start", "privileged", "runtime",
            "sysctls", "use_api_socket",
        ] {
            reasons[key] = "sfm-dev does not pass it to the engine"
        }
        return reasons
    }()

    private static let keys = [
        "image", "command", "entrypoint", "environment", "ports", "expose", "volumes", "tmpfs", "networks", "secrets",
        "depends_on", "healthcheck", "restart", "labels", "container_name", "hostname", "user", "working_dir", "init",
        "stop_signal", "stop_grace_period", "tty", "stdin_open", "read_only", "platform", "cap_add", "cap_drop",
        "security_opt", "extra_hosts", "ulimits", "shm_size", "mem_limit", "cpus", "logging", "env_file", "configs",
        // 'extends' is resolved by whoever loads the file.
        "deploy", "post_start", "pre_stop", "profiles", "pull_policy", "extends", "x-sfm-dev",
    ]

    /// The template in a tree; nil when it is no mapping at all.
    package func read(_ node: YAMLNode, name: String) -> ServiceTemplate? {
        guard !node.isNull else {
            reader.findings.error(
                "the template is empty", at: node.location, hint: "write at least 'image: <name>:<tag>'")
            return nil
        }
        guard node.entries != nil else {
            reader.mismatch(node, expected: "a service, such as 'image: redis:7'")
            return nil
        }
        var service = ServiceDefinition()
        service.location = node.location
        var extra = TemplateExtension()
        for entry in reader.entries(node, "a service", keys: Self.keys, unsupported: Self.unsupported) {
            if entry.name == "x-sfm-dev" {
                extra = ExtensionReader(reader: reader, template: self).read(entry.value)
            } else {
                read(entry, into: &service)
            }
        }
        if service.image.isEmpty, node["image"] == nil {
            reader.findings.error(
                "service '\(name)' has no image", at: node.location, hint: "add 'image: <name>:<tag>'")
        }
        refuseHiddenFiles(service)
        checkLimits(service, at: node["deploy"]?.location)
        return ServiceTemplate(name: name, service: service, extra: extra, location: node.location)
    }

    private func read(_ entry: YAMLNode.Entry, into service: inout ServiceDefinition) {
        let node = entry.value
        switch entry.name {
        case "image":
            service.image = reader.text(node, "the name of an image") ?? ""
            if !node.isNull, node.text != nil, !ImageName.isPlausible(service.image) {
                // It may hold a password.
                let shown = service.image.contains("@") ? "this" : "'\(service.image)'"
                reader.findings.error(
                    "\(shown) is no name of an image", at: node.location,
                    hint: "write redis:7 or host/name:tag")
            }
        case "command": service.command = words(node)
        case "entrypoint": service.entrypoint = words(node)
        case "environment":
            for pair in reader.pairs(node, "a mapping of names to values") {
                service.environment[pair.name] = .some(pair.value)
                service.environmentPlaces[pair.name] = pair.location
            }
        case "ports":
            for port in reader.list(node, "a list of ports").flatMap(ports) {
                // The same one in two forms is one, as with docker compose.
                if let same = service.ports.firstIndex(where: port.isSame) {
                    service.ports[same] = port
                } else {
                    service.ports.append(port)
                }
            }
        case "expose": service.expose = reader.list(node, "a list of ports").compactMap(exposed)
        case "volumes": service.mounts = reader.list(node, "a list of volumes").compactMap(mount)
        case "tmpfs": service.tmpfs = node.items == nil ? texts(node) : reader.texts(node, "a list of paths")
        case "networks": service.networks = networks(node)
        case "secrets":
            service.secrets = reader.list(node, "a list of secrets").compactMap { item in
                file(item, "secret", in: "/run/secrets", mode: 0o400)
            }
        case "configs":
            service.configs = reader.list(node, "a list of configs").compactMap { item in
                file(item, "config", in: "", mode: 0o444)
            }
        case "env_file": service.environmentFiles = environmentFiles(node)
        case "depends_on": service.dependsOn = dependencies(node)
        case "healthcheck": service.healthcheck = healthcheck(node)
        case "labels":
            for pair in reader.pairs(node, "a mapping of labels") { service.labels[pair.name] = pair.value ?? "" }
        default: readScalar(entry, into: &service)
        }
    }

    private func readScalar(_ entry: YAMLNode.Entry, into service: inout ServiceDefinition) {
        let node = entry.value
        switch entry.name {
        case "restart": service.restart = restart(node)
        case "container_name": service.containerName = reader.text(node, "a name")
        case "hostname": service.hostname = reader.text(node, "a name")
        case "user": service.user = reader.text(node, "a user")
        case "working_dir": service.workingDirectory = reader.text(node, "a path")
        case "init": service.initProcess = reader.boolean(node)
        case "stop_signal": service.stopSignal = reader.text(node, "a signal")
        case "stop_grace_period": service.stopGracePeriod = timeSpan(node)
        case "tty": service.tty = reader.boolean(node) ?? false
        case "stdin_open": service.standardInputOpen = reader.boolean(node) ?? false
        case "read_only": service.readOnly = reader.boolean(node) ?? false
        case "platform": service.platform = reader.text(node, "a platform")
        case "cap_add": service.capabilitiesAdded = reader.texts(node, "a list of capabilities")
        case "cap_drop": service.capabilitiesDropped = reader.texts(node, "a list of capabilities")
        case "security_opt": service.securityOptions = reader.texts(node, "a list of options")
        case "extra_hosts": service.extraHosts = extraHosts(node)
        case "ulimits": service.ulimits = ulimits(node)
        case "shm_size": service.sharedMemorySize = byteSize(node)
        case "mem_limit": service.memoryLimit = byteSize(node)
        case "cpus": service.cpus = cpus(node)
        case "logging": service.logging = logging(node)
        case "deploy": service.limits = limits(node)
        case "post_start": service.postStart = hooks(node)
        case "pre_stop": service.preStop = hooks(node)
        case "profiles": service.profiles = reader.texts(node, "a list of profiles")
        case "pull_policy": service.pullPolicy = pullPolicy(node)
        default: break
        }
    }

    private func texts(_ node: YAMLNode) -> [String] {
        reader.text(node, "a list of paths").map { [$0] } ?? []
    }

    /// docker compose refuses such files on a read-only root, and a mount above them hides them.
    private func refuseHiddenFiles(_ service: ServiceDefinition) {
        for (files, what) in [(service.secrets, "secrets"), (service.configs, "configs")] {
            guard let first = files.first else { continue }
            if service.readOnly {
                reader.findings.error(
                    "a service with \(what) cannot be read_only", at: first.location,
                    hint: "remove 'read_only: true': \(what) are copied in before the start")
            }
            let memory = service.mounts.filter { if case .memory = $0.kind { true } else { false } }.map(\.target)
            for path in service.tmpfs.map({ String($0.prefix { $0 != ":" }) }) + memory
            where files.contains(where: { $0.target.hasPrefix(path + "/") }) {
                reader.findings.error(
                    "the tmpfs on '\(path)' hides the \(what) below it", at: first.location,
                    hint: "mount the tmpfs on a folder without \(what)")
            }
        }
    }
}
