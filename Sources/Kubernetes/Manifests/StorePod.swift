import Diagnostics
import Profiles
import Templates
import YAML

/// The pod of a store.
struct StorePod {
    private typealias Field = (key: String, value: YAMLValue)

    private let store: ResolvedService
    private let settings: ClusterSettings.Stores
    private let files: StoreFiles
    private let ports: [Int]

    init(_ store: ResolvedService, _ settings: ClusterSettings.Stores, files: StoreFiles, ports: [Int]) {
        self.store = store
        self.settings = settings
        self.files = files
        self.ports = ports
    }

    private var definition: ServiceDefinition { store.definition }

    var value: YAMLValue {
        var fields: [Field] = [
            // Kubernetes would set KAFKA_PORT and the like for every Service, which images take for their settings.
            ("enableServiceLinks", false),
            ("automountServiceAccountToken", false),
        ]
        if let group {
            fields.append(("securityContext", ["fsGroup": .integer(group), "fsGroupChangePolicy": "OnRootMismatch"]))
        }
        if let grace = definition.stopGracePeriod {
            fields.append(("terminationGracePeriodSeconds", .integer(grace.wholeSeconds)))
        }
        if let aliases = hostAliases { fields.append(("hostAliases", aliases)) }
        fields.append(("containers", [container]))
        let volumes = files.volumes + scratch.map { ["name": .string($0.name), "emptyDir": $0.source] }
        if !volumes.isEmpty { fields.append(("volumes", .list(volumes))) }
        return .mapping(fields)
    }

    private var container: YAMLValue {
        var fields: [Field] = [("name", .string(store.name)), ("image", .string(definition.image))]
        if let policy = definition.pullPolicy {
            let words: [PullPolicy: YAMLValue] = [.always: "Always", .missing: "IfNotPresent", .never: "Never"]
            fields.append(("imagePullPolicy", words[policy] ?? "IfNotPresent"))
        }
        // What compose calls entrypoint is 'command' here, and its command is 'args'.
        if let entrypoint = definition.entrypoint { fields.append(("command", Self.expanded(entrypoint))) }
        if let command = definition.command { fields.append(("args", Self.expanded(command))) }
        if let folder = definition.workingDirectory { fields.append(("workingDir", .string(folder))) }
        let environment = definition.environment.sorted { $0.key < $1.key }.compactMap { name, value in
            value.map { ["name": .string(name), "value": .string(Self.expanded($0))] as YAMLValue }
        }
        if !environment.isEmpty { fields.append(("env", .list(environment))) }
        if !ports.isEmpty { fields.append(("ports", .list(ports.map { ["containerPort": .integer($0)] }))) }
        fields += StoreProbes(store, ports: ports).fields
        if let hooks { fields.append(("lifecycle", hooks)) }
        fields.append(("resources", resources))
        if let security { fields.append(("securityContext", security)) }
        let mounts =
            claimMounts + files.mounts + scratch.map { ["name": .string($0.name), "mountPath": .string($0.path)] }
        if !mounts.isEmpty { fields.append(("volumeMounts", .list(mounts))) }
        if definition.tty { fields.append(("tty", true)) }
        if definition.standardInputOpen { fields.append(("stdin", true)) }
        return .mapping(fields)
    }

    /// Kubernetes replaces `$(NAME)` in these texts, and reads `$$` as one sign.
    static func expanded(_ text: String) -> String { text.replacing("$", with: "$$") }

    static func expanded(_ words: [String]) -> YAMLValue { .strings(words.map(expanded)) }

    /// The group that owns the volumes, and that files are readable for: that which the template gives its files to, unless
    /// the settings say another.
    private var group: Int? {
        if let group = settings.groups[store.name] { return group }
        if let group = definition.user.flatMap(ClusterFit.user)?.group { return group }
        let given = (definition.secrets + definition.configs).compactMap { Int($0.gid) }.max()
        return given == 0 ? nil : given
    }

    static func claimedVolumes(_ definition: ServiceDefinition) -> [(key: String, name: String, mount: Mount)] {
        definition.mounts.compactMap { mount in
            guard case .volume(let key) = mount.kind else { return nil }
            return (key, key.lowercased().replacing("_", with: "-").replacing(".", with: "-"), mount)
        }
    }

    private var claimedVolumes: [(key: String, name: String, mount: Mount)] { Self.claimedVolumes(definition) }

    /// A folder inside the volume: a new disk has a folder 'lost+found', over which Postgres makes no database.
    private var claimMounts: [YAMLValue] {
        claimedVolumes.map { _, name, mount in
            var fields: [Field] = [
                ("name", .string(name)), ("mountPath", .string(mount.target)), ("subPath", "data"),
            ]
            if mount.readOnly { fields.append(("readOnly", true)) }
            return .mapping(fields)
        }
    }

    var claims: [YAMLValue] {
        // One that is mounted twice is one.
        Set(claimedVolumes.map(\.name)).sorted().map { name in
            [
                "metadata": ["name": .string(name)],
                "spec": [
                    "accessModes": ["ReadWriteOnce"],
                    "resources": ["requests": ["storage": .string(settings.storage)]],
                ],
            ]
        }
    }

    /// Folders that go with the pod.
    private var scratch: [(name: String, path: String, source: YAMLValue)] {
        var folders: [(path: String, source: YAMLValue)] = []
        for mount in definition.mounts {
            switch mount.kind {
            case .nameless: folders.append((mount.target, .mapping([])))
            case .memory(let size, _): folders.append((mount.target, Self.memory(size)))
            default: break
            }
        }
        for entry in definition.tmpfs {
            let parts = entry.split(separator: ":", maxSplits: 1)
            let options = parts.dropFirst().first?.split(separator: ",") ?? []
            let size = options.first { $0.hasPrefix("size=") }.flatMap { ByteSize.bytes($0.dropFirst(5)) }
            folders.append((String(parts.first ?? ""), Self.memory(size)))
        }
        if let size = definition.sharedMemorySize { folders.append(("/dev/shm", Self.memory(size))) }
        return folders.enumerated().map { ("sfm-dev-scratch-\($0.offset + 1)", $0.element.path, $0.element.source) }
    }

    private static func memory(_ size: Int64?) -> YAMLValue {
        var fields: [Field] = [("medium", "Memory")]
        if let size { fields.append(("sizeLimit", .string(String(size)))) }
        return .mapping(fields)
    }

    private var resources: YAMLValue {
        var limits = settings.limits
        if let memory = definition.limits?.memory ?? definition.memoryLimit { limits["memory"] = String(memory) }
        if let cpus = definition.limits?.cpus ?? definition.cpus { limits["cpu"] = "\(Int((cpus * 1000).rounded()))m" }
        func list(_ quantities: [String: String]) -> YAMLValue {
            .mapping(quantities.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
        }
        // A server refuses requests above the limits.
        let requests = settings.requests.map { name, wanted in
            guard let limit = limits[name], let most = Quantity(limit), let amount = Quantity(wanted), most < amount
            else { return (name, wanted) }
            return (name, limit)
        }
        var fields: [Field] = [("requests", list(Dictionary(uniqueKeysWithValues: requests)))]
        if !limits.isEmpty { fields.append(("limits", list(limits))) }
        return .mapping(fields)
    }

    private var security: YAMLValue? {
        var fields: [Field] = []
        if let user = definition.user.flatMap(ClusterFit.user) {
            fields.append(("runAsUser", .integer(user.user)))
            if let group = user.group { fields.append(("runAsGroup", .integer(group))) }
        }
        if definition.securityOptions.contains(where: ClusterFit.isNoNewPrivileges) {
            fields.append(("allowPrivilegeEscalation", false))
        }
        if definition.readOnly { fields.append(("readOnlyRootFilesystem", true)) }
        var capabilities: [Field] = []
        // Kubernetes knows them without their beginning.
        func names(_ capabilities: [String]) -> YAMLValue {
            .strings(capabilities.map { $0.hasPrefix("CAP_") ? String($0.dropFirst(4)) : $0 })
        }
        if !definition.capabilitiesAdded.isEmpty { capabilities.append(("add", names(definition.capabilitiesAdded))) }
        if !definition.capabilitiesDropped.isEmpty {
            capabilities.append(("drop", names(definition.capabilitiesDropped)))
        }
        if !capabilities.isEmpty { fields.append(("capabilities", .mapping(capabilities))) }
        return fields.isEmpty ? nil : .mapping(fields)
    }

    private var hostAliases: YAMLValue? {
        let pairs = definition.extraHosts.compactMap { text -> (name: String, address: String)? in
            guard let equals = text.firstIndex(of: "=") else { return nil }
            return (String(text[..<equals]), String(text[text.index(after: equals)...]))
        }
        guard !pairs.isEmpty else { return nil }
        return .list(pairs.map { ["ip": .string($0.address), "hostnames": .strings([$0.name])] })
    }

    /// Kubernetes takes one command for each moment: several run one after the other.
    private var hooks: YAMLValue? {
        func hook(_ hooks: [ServiceHook]) -> YAMLValue? {
            guard let first = hooks.first else { return nil }
            guard hooks.count > 1 else { return ["exec": ["command": .strings(first.command)]] }
            let lines = hooks.map { hook in ShellWord.line(hook.command) }.joined(separator: " && ")
            return ["exec": ["command": .strings(["sh", "-c", lines])]]
        }
        var fields: [Field] = []
        if let start = hook(definition.postStart) { fields.append(("postStart", start)) }
        if let stop = hook(definition.preStop) { fields.append(("preStop", stop)) }
        return fields.isEmpty ? nil : .mapping(fields)
    }
}
