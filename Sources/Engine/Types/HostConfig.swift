/// The part of a container that concerns its host.
package struct HostConfig: Sendable, Equatable, Encodable {
    /// `source:target[:options]`, the source a path of the engine's host or a volume's name. A missing path is created
    /// as a folder, which only this form does before API 1.42.
    package var binds: [String] = []
    package var mounts: [MountSpec] = []
    /// By `5432/tcp`.
    package var portBindings: [String: [PortBinding]] = [:]
    /// `bridge`, `host`, `none`, `container:<id>` or a network's name.
    package var networkMode: String?
    package var restartPolicy: RestartPolicy?
    /// An init process of the engine's that reaps zombies and passes signals on.
    package var runsInit: Bool?
    /// Mount options by path.
    package var tmpfs: [String: String] = [:]
    package var ulimits: [Ulimit] = []
    /// Bytes.
    package var shmSize: Int64?
    package var memory: Int64?
    package var memorySwap: Int64?
    /// Billionths of a processor.
    package var nanoCPUs: Int64?
    package var pidsLimit: Int64?
    package var capAdd: [String] = []
    package var capDrop: [String] = []
    package var readonlyRootfs = false
    package var securityOptions: [String] = []
    /// `name:address`.
    package var extraHosts: [String] = []
    package var logConfig: LogConfig?
    package var privileged = false
    package var sysctls: [String: String] = [:]
    package var groupAdd: [String] = []
    package var dns: [String] = []
    package var dnsOptions: [String] = []
    package var dnsSearch: [String] = []
    package var ipcMode: String?
    package var pidMode: String?
    package var devices: [Device] = []

    package init() {}

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: WireKey.self)
        try fields.encodeUnlessEmpty(binds, "Binds")
        try fields.encodeUnlessEmpty(mounts, "Mounts")
        try fields.encodeUnlessEmpty(portBindings, "PortBindings")
        try fields.encodeIfPresent(networkMode, forKey: "NetworkMode")
        try fields.encodeIfPresent(restartPolicy, forKey: "RestartPolicy")
        try fields.encodeIfPresent(runsInit, forKey: "Init")
        try fields.encodeUnlessEmpty(tmpfs, "Tmpfs")
        try fields.encodeUnlessEmpty(ulimits, "Ulimits")
        try fields.encodeIfPresent(shmSize, forKey: "ShmSize")
        try fields.encodeIfPresent(memory, forKey: "Memory")
        try fields.encodeIfPresent(memorySwap, forKey: "MemorySwap")
        try fields.encodeIfPresent(nanoCPUs, forKey: "NanoCpus")
        try fields.encodeIfPresent(pidsLimit, forKey: "PidsLimit")
        try fields.encodeUnlessEmpty(capAdd, "CapAdd")
        try fields.encodeUnlessEmpty(capDrop, "CapDrop")
        if readonlyRootfs { try fields.encode(true, forKey: "ReadonlyRootfs") }
        try fields.encodeUnlessEmpty(securityOptions, "SecurityOpt")
        try fields.encodeUnlessEmpty(extraHosts, "ExtraHosts")
        try fields.encodeIfPresent(logConfig, forKey: "LogConfig")
        if privileged { try fields.encode(true, forKey: "Privileged") }
        try fields.encodeUnlessEmpty(sysctls, "Sysctls")
        try fields.encodeUnlessEmpty(groupAdd, "GroupAdd")
        try fields.encodeUnlessEmpty(dns, "Dns")
        try fields.encodeUnlessEmpty(dnsOptions, "DnsOptions")
        try fields.encodeUnlessEmpty(dnsSearch, "DnsSearch")
        try fields.encodeIfPresent(ipcMode, forKey: "IpcMode")
        try fields.encodeIfPresent(pidMode, forKey: "PidMode")
        try fields.encodeUnlessEmpty(devices, "Devices")
    }
}
