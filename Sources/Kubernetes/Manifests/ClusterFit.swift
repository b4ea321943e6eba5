import Diagnostics
import Profiles
import Templates

/// What of a service no cluster can have: told at its place, never left out in silence.
struct ClusterFit {
    let findings: Findings

    init(_ findings: Findings) { self.findings = findings }

    func check(_ store: ResolvedService) {
        let definition = store.definition
        // A Service's begins with a letter (RFC 1035); a StatefulSet's leaves room for what its pods are called by.
        if !ClusterName.isLabel(store.name) || store.name.first?.isNumber == true || store.name.count > 52 {
            findings.error(
                "'\(store.name)' is no name of a Kubernetes Service", at: store.location,
                hint: "use up to 52 small letters, digits and '-', a letter first")
        }
        for mount in definition.mounts {
            guard case .bind(let path) = mount.kind else { continue }
            findings.error(
                "'\(path)' is a path of this machine, which no cluster has", at: mount.location,
                hint: "mount a text of it: 'configs:', or 'secrets:'")
        }
        for host in definition.extraHosts where host.hasSuffix("=host-gateway") {
            findings.error(
                "'\(host)' is this machine, which a cluster does not have", at: store.location,
                hint: "take it out of 'extra_hosts' in the template")
        }
        let volumes = StorePod.claimedVolumes(definition)
        for volume in volumes {
            if !ClusterName.isLabel(volume.name) {
                findings.error(
                    "the volume '\(volume.key)' cannot be called '\(volume.name)' in Kubernetes",
                    at: volume.mount.location,
                    hint: "use letters, digits and '_', a letter or digit at both ends")
            }
            guard let other = volumes.first(where: { $0.name == volume.name && $0.key < volume.key }) else { continue }
            findings.error(
                "the volumes '\(other.key)' and '\(volume.key)' would both be called '\(volume.name)'",
                at: volume.mount.location, hint: "rename one of them")
        }
        if let limit = definition.ulimits.keys.min() {
            findings.error(
                "'\(store.name)' wants the limit '\(limit)', which Kubernetes gives to no pod: its nodes decide",
                at: store.location, hint: "take 'ulimits' out of the template")
        }
        if let user = definition.user, Self.user(user) == nil {
            findings.error(
                "'\(store.name)' runs as '\(user)', and Kubernetes knows users by their numbers", at: store.location,
                hint: "write 'user: \"1000\"'")
        }
        if let port = definition.ports.first(where: { $0.networkProtocol != "tcp" }) {
            findings.error(
                "port \(port.target) of '\(store.name)' is UDP, which is not carried to a cluster", at: port.location,
                hint: "take it out of the template")
        }
        for hook in definition.postStart + definition.preStop
        where hook.user != nil || hook.isPrivileged || !hook.environment.isEmpty || hook.workingDirectory != nil {
            findings.error(
                "a hook of '\(store.name)' asks for more than a command, which Kubernetes cannot give",
                at: hook.location,
                hint: "write the command alone")
        }
    }

    /// Fields that are not carried, and that a store can do without: the image, or the cluster, decides.
    static func leftOut(_ definition: ServiceDefinition) -> [String] {
        [
            ("stop_signal", definition.stopSignal != nil), ("hostname", definition.hostname != nil),
            ("init", definition.initProcess == true), ("platform", definition.platform != nil),
            ("security_opt", definition.securityOptions.contains { !isNoNewPrivileges($0) }),
            ("pids", definition.limits?.pids != nil), ("logging", definition.logging != nil),
            ("depends_on", !definition.dependsOn.isEmpty),
            ("aliases", definition.networks.values.contains { !$0.aliases.isEmpty }),
        ].filter(\.1).map { "'\($0.0)'" }
    }

    static func isNoNewPrivileges(_ option: String) -> Bool {
        ["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"].contains(option)
    }

    /// `uid` or `uid:gid`, as numbers; nil for names.
    static func user(_ text: String) -> (user: Int, group: Int?)? {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard let user = parts.first.flatMap({ Int($0) }) else { return nil }
        guard parts.count == 2 else { return (user, nil) }
        return Int(parts[1]).map { (user, $0) }
    }
}
