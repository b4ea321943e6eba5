package import Compose
package import Engine
package import Profiles
import Templates

/// Turns a service of the plan into the container that the engine is asked for.
package struct ContainerSpecBuilder: Sendable {
    let model: ComposeModel
    /// The version that is spoken with the engine.
    let api: APIVersion

    package init(model: ComposeModel, api: APIVersion) {
        self.model = model
        self.api = api
    }

    /// - Parameters:
    ///   - imageID: what the service's image is at this moment; `nil` where it is not known.
    ///   - old: the container that it replaces, whose nameless volumes go over to it.
    package func spec(
        of service: ResolvedService, imageID: String?, replacing old: ObservedContainer? = nil
    ) -> ContainerSpec {
        let definition = service.definition
        var spec = ContainerSpec(image: definition.image)
        spec.command = definition.command
        spec.entrypoint = definition.entrypoint
        spec.environment = definition.environment.sorted { $0.key < $1.key }.map { name, value in
            value.map { "\(name)=\($0)" } ?? name
        }
        spec.user = definition.user
        spec.workingDirectory = definition.workingDirectory
        spec.labels = model.labels(of: service, imageID: imageID, replaces: old != nil)
        spec.exposedPorts = Set(definition.ports.map(Self.key) + definition.expose.flatMap(Self.exposed))
        spec.healthcheck = definition.healthcheck.map(healthcheck)
        spec.stopSignal = definition.stopSignal
        spec.stopTimeout = definition.stopGracePeriod.map(Self.wholeSeconds)
        spec.tty = definition.tty
        spec.openStdin = definition.standardInputOpen
        spec.hostname = definition.hostname
        spec.host = host(service, old)
        for network in model.plan.networks(of: service) {
            spec.networks[network.name] = EndpointConfig(aliases: aliases(of: service, in: network))
        }
        return spec
    }

    private func healthcheck(_ check: Templates.Healthcheck) -> Engine.Healthcheck {
        Engine.Healthcheck(
            test: check.disabled ? ["NONE"] : check.test ?? [], interval: check.interval?.duration,
            timeout: check.timeout?.duration, startPeriod: check.startPeriod?.duration,
            startInterval: check.startInterval?.duration, retries: check.retries)
    }

    private func host(_ service: ResolvedService, _ old: ObservedContainer?) -> HostConfig {
        let definition = service.definition
        var host = HostConfig()
        let inherited = inheritedVolumes(old, definition)
        for mount in definition.mounts where mount.kind != .nameless || inherited[mount.target] == nil {
            add(mount, to: &host)
        }
        let fixed = Set(definition.mounts.filter(\.readOnly).map(\.target))
        host.binds += inherited.sorted { $0.key < $1.key }.map { "\($1):\($0):\(fixed.contains($0) ? "ro" : "rw")" }
        for port in definition.ports {
            let binding = PortBinding(hostIP: port.hostIP, hostPort: String(port.published))
            host.portBindings[Self.key(port), default: []].append(binding)
        }
        host.networkMode = model.plan.networks(of: service).first?.name
        host.restartPolicy = Self.restartPolicy(definition.restart)
        host.runsInit = definition.initProcess
        for entry in definition.tmpfs {
            let parts = entry.split(separator: ":", maxSplits: 1).map(String.init)
            if let path = parts.first { host.tmpfs[path] = parts.count > 1 ? parts[1] : "" }
        }
        host.ulimits = definition.ulimits.sorted { $0.key < $1.key }.map { name, limit in
            Engine.Ulimit(name: name, soft: Int(limit.soft), hard: Int(limit.hard))
        }
        host.shmSize = definition.sharedMemorySize
        host.memory = definition.memoryLimit ?? definition.limits?.memory
        host.nanoCPUs = (definition.cpus ?? definition.limits?.cpus).map { Int64(($0 * 1e9).rounded()) }
        host.pidsLimit = definition.limits?.pids
        host.capAdd = definition.capabilitiesAdded
        host.capDrop = definition.capabilitiesDropped
        host.readonlyRootfs = definition.readOnly
        host.securityOptions = definition.securityOptions
        // compose-spec writes `host=address`, the API `host:address`.
        host.extraHosts = definition.extraHosts.map { entry in
            guard let equals = entry.firstIndex(of: "=") else { return entry }
            return entry[..<equals] + ":" + entry[entry.index(after: equals)...]
        }
        host.logConfig = definition.logging.map { LogConfig(type: $0.driver, options: $0.options) }
        return host
    }

    private func add(_ mount: Mount, to host: inout HostConfig) {
        switch mount.kind {
        case .volume(let key):
            let name = model.plan.volumes.first { $0.key == key }?.name ?? key
            host.binds.append("\(name):\(mount.target):\(mount.readOnly ? "ro" : "rw")")
        case .nameless:
            host.mounts.append(MountSpec(.volume(name: ""), target: mount.target, isReadOnly: mount.readOnly))
        case .memory(let size, let mode):
            let kind = MountSpec.Kind.tmpfs(size: size, mode: mode)
            host.mounts.append(MountSpec(kind, target: mount.target, isReadOnly: mount.readOnly))
        case .bind(let path) where !mount.createsPath || path.contains(":") || mount.target.contains(":"):
            // The short form parts at colons, and makes a missing path.
            let creates = mount.createsPath && api >= APIVersion(1, 42)
            let kind = MountSpec.Kind.bind(source: path, createsSource: creates)
            host.mounts.append(MountSpec(kind, target: mount.target, isReadOnly: mount.readOnly))
        case .bind(let path):
            host.binds.append("\(path):\(mount.target):\(mount.readOnly ? "ro" : "rw")")
        }
    }

    /// Data that an image keeps in a volume of its own (`VOLUME`) survives a recreation, as with docker compose.
    private func inheritedVolumes(
        _ old: ObservedContainer?, _ definition: ServiceDefinition
    ) -> [String: String] {
        let named = definition.mounts.filter { $0.kind != .nameless }.map(\.target)
        let memory = definition.tmpfs.map { String($0.prefix { $0 != ":" }) }
        return (old?.namelessVolumes ?? [:]).filter { !named.contains($0.key) && !memory.contains($0.key) }
    }

    private func aliases(of service: ResolvedService, in network: ResolvedNetwork) -> [String] {
        var names = [service.name]
        let attached = service.definition.networks[network.key]
        for name in [model.containerName(of: service)] + (attached?.aliases ?? []) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    private static func key(_ port: Templates.PublishedPort) -> String { "\(port.target)/\(port.networkProtocol)" }

    /// `8080`, `8080/udp` or `3000-3005`.
    private static func exposed(_ text: String) -> [String] {
        let parts = text.split(separator: "/")
        let type = parts.count > 1 ? parts[1] : "tcp"
        let ends = (parts.first ?? "").split(separator: "-").compactMap { UInt16($0) }
        guard let first = ends.first, let last = ends.last, first <= last else { return [] }
        return (first...last).map { "\($0)/\(type)" }
    }

    /// The API counts whole seconds; half a second more is better than none.
    private static func wholeSeconds(_ span: TimeSpan) -> Int {
        Int((span.nanoseconds + 999_999_999) / 1_000_000_000)
    }

    /// `on-failure:3` has a limit. Without a word the engine does nothing.
    static func restartPolicy(_ text: String?) -> RestartPolicy {
        let parts = (text ?? "no").split(separator: ":")
        let limit = parts.count > 1 ? Int(parts[1]) : nil
        return RestartPolicy(name: parts.first.map(String.init) ?? "no", maximumRetryCount: limit ?? 0)
    }
}
