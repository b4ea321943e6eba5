import Crypto
package import Diagnostics
package import Profiles
import Templates

/// Names, labels and hashes of what a plan makes.
package struct ComposeModel: Sendable {
    package let plan: ResolvedPlan
    package let directory: String
    private let planKey: [UInt8]
    private let mountDigests: [String: String]

    package init(plan: ResolvedPlan, directory: String, planKey: [UInt8], mountDigests: [String: String]) {
        self.plan = plan
        self.directory = directory
        self.planKey = planKey
        self.mountDigests = mountDigests
    }

    package func containerName(of service: ResolvedService) -> String {
        service.definition.containerName ?? "\(plan.project)-\(service.name)-1"
    }

    package func labels(of service: ResolvedService, imageID: String?) -> [String: String] {
        var labels = service.definition.labels
        labels["com.docker.compose.project"] = plan.project
        labels["com.docker.compose.service"] = service.name
        labels["com.docker.compose.oneoff"] = "False"
        labels["com.docker.compose.container-number"] = "1"
        labels["com.docker.compose.project.working_dir"] = directory
        labels["com.docker.compose.config-hash"] = planHash(of: service)
        labels["com.docker.compose.image"] = imageID
        labels["dev.sfm.plan-hash"] = planHash(of: service)
        labels["dev.sfm.plan-parts"] = planParts(of: service).sorted { $0.key < $1.key }
            .map { "\($0.value) \($0.key)" }.joined(separator: "\n")
        return labels
    }

    package func planHash(of service: ResolvedService) -> String {
        digest(planParts(of: service).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n"))
    }

    package func planParts(of service: ResolvedService) -> [String: String] {
        let definition = service.definition
        var parts = ["image": short(definition.image)]
        for (name, value) in definition.environment { parts["environment \(name)"] = short(value ?? "-") }
        for port in definition.ports { parts["port \(port.published)"] = short("\(port.hostIP) \(port.target)") }
        for file in secretFiles(of: service) {
            parts["secret \(file.name)"] = short("\(file.path) \(file.uid) \(file.gid) \(file.mode) \(file.value.reveal())")
        }
        for mount in definition.mounts { parts["file \(mount.target)"] = short("\(mount.kind) \(mount.readOnly)") }
        for (path, digest) in mountDigests { parts["file \(path)"] = short(digest) }
        if let command = definition.command { parts["command"] = short(command.joined(separator: "\0")) }
        return parts
    }

    package func networkLabels(of network: ResolvedNetwork) -> [String: String] {
        network.labels.merging(
            ["com.docker.compose.project": plan.project, "com.docker.compose.network": network.key]
        ) { $1 }
    }

    package func volumeLabels(of volume: ResolvedVolume) -> [String: String] {
        volume.labels.merging(
            ["com.docker.compose.project": plan.project, "com.docker.compose.volume": volume.key]
        ) { $1 }
    }

    package struct SecretFile: Sendable, Equatable {
        package var name: String
        package var path: String
        package var uid: Int
        package var gid: Int
        package var mode: Int
        package var value: Secret
    }

    package func secretFiles(of service: ResolvedService) -> [SecretFile] {
        service.definition.secrets.compactMap { mount in
            guard let secret = plan.secrets.first(where: { $0.name == mount.source }) else { return nil }
            return SecretFile(
                name: secret.name, path: mount.target, uid: Int(mount.uid) ?? 0, gid: Int(mount.gid) ?? 0,
                mode: mount.mode, value: secret.value)
        }
    }

    private func short(_ text: String) -> String { String(digest(text).prefix(12)) }

    private func digest(_ text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: planKey))
        return code.map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }.joined()
    }
}
