package import Diagnostics
import DotEnv
import Kubernetes
import Profiles
import Project

/// `sfm-dev kubernetes backup-secret`: the keys of the backup jobs, from where AWS's own tools have them.
package enum BackupSecretOperation {
    package enum Source: Sendable, Equatable {
        case environment
        case profile(String)
        /// Lines `NAME=value` on standard input.
        case standardInput([UInt8])
    }

    package static func run(
        _ invocation: Invocation, _ request: ClusterRequest, from source: Source, region: String?, applies: Bool
    ) async throws(Failure) {
        var request = request
        let name = request.secret
        request.secret = nil
        var settings = try ClusterSource.settings(invocation, request)
        if let name {
            guard ClusterName.isSubdomain(name) else {
                throw Failure(.usage, "'\(name)' is no name of Kubernetes", hint: "use small letters, digits and '-'")
            }
            settings.backupSecret = name
        }
        request.secret = name
        let keys = try keys(invocation, source, region)
        KnownSecrets.learn([keys.secretAccessKey] + [keys.sessionToken].compactMap(\.self))
        if let warning = keys.warning { invocation.console.report([warning]) }
        let mask = applies ? nil : request.mask(invocation.console)
        let manifest = SecretManifest(
            name: settings.backupSecret, namespace: settings.namespace, data: keys.data, mask: mask)
        let text = Manifests.text([manifest.value])
        guard !applies else {
            return try await KubernetesOperation.apply(
                invocation, request, settings, text, profile: invocation.wantedProfile, options: words(source, region),
                secret: settings.backupSecret)
        }
        invocation.console.data(text)
        KubernetesOperation.tellMask(
            invocation, request, mask, profile: invocation.wantedProfile, words(source, region))
    }

    /// What it was given besides.
    private static func words(_ source: Source, _ region: String?) -> [String] {
        var words: [String] = []
        switch source {
        case .environment: break
        case .profile(let name): words = ["--aws-profile", name]
        case .standardInput: words = ["--stdin"]
        }
        return words + (region.map { ["--region", $0] } ?? [])
    }

    private static func keys(
        _ invocation: Invocation, _ source: Source, _ region: String?
    ) throws(Failure) -> BackupKeys {
        let environment = invocation.environment
        switch source {
        case .environment: return try .read(region: region, source: "the environment") { environment[$0] }
        case .standardInput(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(.badInput, "what came by standard input is not UTF-8")
            }
            let file = SourceFile(path: "standard input", text: text, isQuotable: false)
            let entries = try EnvFileReader.read(file)
            return try .read(region: region, source: "standard input", option: " --stdin") { name in
                entries.last { $0.name == name }?.value
            }
        case .profile(let name):
            let home = environment["HOME"] ?? ""
            let credentials = environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "\(home)/.aws/credentials"
            let config = environment["AWS_CONFIG_FILE"] ?? "\(home)/.aws/config"
            let profile = try AWSProfile(name, credentials: try text(credentials), config: try text(config))
            return try .read(
                region: region, source: "AWS's profile '\(name)'", option: " --aws-profile \(ShellWord.quoted(name))",
                lookup: profile.value)
        }
    }

    private static func text(_ path: String) throws(Failure) -> String? {
        switch ProjectFiles.named(path) {
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .absent: return nil
        case .unreadable(let reason): throw Failure(.badInput, reason)
        }
    }
}
