import Diagnostics
import Profiles
import Templates

/// What of a service no cluster can have: told at its place, never left out in silence.
struct ClusterFit {
    let findings: Findings

    init(_ findings: Findings) { self.findings = findings }

    func check(_ store: ResolvedService) {
        let definition = store.definition
        if !ClusterName.isLabel(store.name) {
            findings.error(
                "'\(store.name)' is no name of a Kubernetes Service", at: store.location,
                hint: "use small letters, digits and '-', a letter first")
        }
        for mount in definition.mounts {
            guard case .bind(let path) = mount.kind else { continue }
            findings.error(
                "'\(path)' is a path of this machine, which no cluster has", at: mount.location,
                hint: "mount a text of it: 'configs:', or 'secrets:'")
        }
        func refuse(_ field: String, _ isUsed: Bool, _ reason: String) {
            guard isUsed else { return }
            findings.error(
                "'\(field)' of '\(store.name)' \(reason)", at: store.location, hint: "take it out of the template")
        }
        refuse("ulimits", !definition.ulimits.isEmpty, "cannot be asked of Kubernetes: its nodes decide")
        refuse("user", definition.user.map { Self.user($0) == nil } ?? false, "must be a number in Kubernetes")
        refuse(
            "ports", definition.ports.contains { $0.networkProtocol != "tcp" }, "holds UDP, which is not carried here")
        for hook in definition.postStart + definition.preStop
        where hook.user != nil || hook.isPrivileged || !hook.environment.isEmpty {
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
            ("security_opt", !definition.securityOptions.isEmpty), ("logging", definition.logging != nil),
            ("depends_on", !definition.dependsOn.isEmpty),
            ("aliases", definition.networks.values.contains { !$0.aliases.isEmpty }),
        ].filter(\.1).map { "'\($0.0)'" }
    }

    /// `uid` or `uid:gid`, as numbers; nil for names.
    static func user(_ text: String) -> (user: Int, group: Int?)? {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard let user = parts.first.flatMap({ Int($0) }) else { return nil }
        guard parts.count == 2 else { return (user, nil) }
        return Int(parts[1]).map { (user, $0) }
    }
}
