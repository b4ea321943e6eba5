import Crypto
package import Diagnostics
package import Profiles
import Synchronization
import Templates

/// A plan as docker compose knows it: names, labels, hashes and the compose file's text. Containers that either tool
/// made are the other's own.
package struct ComposeModel: Sendable {
    package let plan: ResolvedPlan
    /// The project folder, absolute.
    package let directory: String
    /// The plan hash with its key, and nothing else yet.
    let keyed: HMAC<SHA256>
    let mountDigests: [String: String]
    let known = KnownTexts()

    /// - Parameters:
    ///   - planKey: The key of the plan hash, kept in `.sfm-dev/`.
    ///   - mountDigests: A digest of each mounted regular file's content, by its absolute host path.
    package init(plan: ResolvedPlan, directory: String, planKey: [UInt8], mountDigests: [String: String] = [:]) {
        self.plan = plan
        self.directory = directory
        keyed = HMAC<SHA256>(key: SymmetricKey(data: planKey))
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
    package struct ContainerFile: Sendable, Equatable {
        /// `secret` or `config`.
        package var kind: String
        package var name: String
        package var path: String
        package var uid: Int
        package var gid: Int
        package var mode: Int
        package var value: Secret
    }

    package func files(of service: ResolvedService) -> [ContainerFile] {
        func files(_ mounts: [FileMount], _ kind: String, _ value: (String) -> Secret?) -> [ContainerFile] {
            mounts.compactMap { mount in
                guard let value = value(mount.source) else { return nil }
                return ContainerFile(
                    kind: kind, name: mount.source, path: mount.target, uid: Int(mount.uid) ?? 0,
                    gid: Int(mount.gid) ?? 0, mode: mount.mode, value: value)
            }
        }
        return files(service.definition.secrets, "secret") { name in plan.secrets.first { $0.name == name }?.value }
            + files(service.definition.configs, "config") { name in plan.configs.first { $0.name == name }?.value }
    }
}

/// What was made of a model already: steps, files and messages ask for the same. Shared by all copies, which have one plan.
final class KnownTexts: Sendable {
    private let parts = Mutex<[String: [String: String]]>([:])
    private let file = Mutex<String?>(nil)

    /// Parts of the plan hash.
    func parts(of service: String, or make: () -> [String: String]) -> [String: String] {
        if let known = parts.withLock({ $0[service] }) { return known }
        let made = make()
        parts.withLock { $0[service] = made }
        return made
    }

    /// The compose file's text.
    func file(or make: () -> String) -> String {
        if let known = file.withLock({ $0 }) { return known }
        let made = make()
        file.withLock { $0 = made }
        return made
    }
}
