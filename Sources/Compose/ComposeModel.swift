package import Diagnostics
package import Profiles
import Templates

/// A plan as docker compose knows it: names, labels, hashes and the compose file's text. Containers that either tool
/// made are the other's own.
package struct ComposeModel: Sendable {
    package let plan: ResolvedPlan
    /// The project folder, absolute.
    package let directory: String
    let planKey: [UInt8]
    let mountDigests: [String: String]

    /// - Parameters:
    ///   - planKey: The key of the plan hash, kept in `.sfm-dev/`.
    ///   - mountDigests: A digest of each mounted regular file's content, by its absolute host path.
    package init(plan: ResolvedPlan, directory: String, planKey: [UInt8], mountDigests: [String: String] = [:]) {
        self.plan = plan
        self.directory = directory
        self.planKey = planKey
        self.mountDigests = mountDigests
    }

    /// The compose version whose names, labels and hashes these are.
    package static let composeVersion = "2.40.3"

    /// The folder that docker compose takes for the project's: the one its file lies in.
    package var workingDirectory: String { directory + "/.sfm-dev" }

    package var composeFilePath: String { workingDirectory + "/docker-compose.yml" }

    package func containerName(of service: ResolvedService) -> String {
        service.definition.containerName ?? "\(plan.project)-\(service.name)-1"
    }

    /// A file copied into a container before its first start.
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
}
