import Diagnostics
import Profiles
import Templates
import YAML

/// What a store reads as files: secret ones of a Secret, the others of a ConfigMap, each mounted at its own path so that
/// nothing beside it is hidden.
struct StoreFiles {
    private struct File {
        var key: String
        var mount: FileMount
        var text: String
        var isSecret: Bool
    }

    private let store: ResolvedService
    private let files: [File]

    init(_ store: ResolvedService, _ plan: ResolvedPlan) {
        self.store = store
        var files: [File] = []
        for mount in store.definition.secrets {
            guard let secret = plan.secrets.first(where: { $0.name == mount.source }) else { continue }
            files.append(File(key: Self.key(mount), mount: mount, text: secret.value.reveal(), isSecret: true))
        }
        for mount in store.definition.configs {
            guard let config = plan.configs.first(where: { $0.name == mount.source }) else { continue }
            files.append(
                File(
                    key: Self.key(mount), mount: mount, text: config.value.reveal(), isSecret: config.value.isSecret))
        }
        // '/etc/a.b' and '/etc/a/b' look alike with dots.
        var seen: [String: Int] = [:]
        for index in files.indices {
            let count = seen[files[index].key, default: 0] + 1
            seen[files[index].key] = count
            if count > 1 { files[index].key += "-\(count)" }
        }
        self.files = files.sorted { $0.key < $1.key }
    }

    /// The path with dots between its parts.
    private static func key(_ mount: FileMount) -> String {
        mount.target.split(separator: "/").joined(separator: ".").map { character in
            character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
                ? String(character) : "_"
        }.joined()
    }

    var secretName: String { "\(store.name)-files" }
    var configName: String { "\(store.name)-config" }

    var secrets: [(key: String, bytes: [UInt8])] {
        files.filter(\.isSecret).map { (key: $0.key, bytes: Array($0.text.utf8)) }
    }

    var texts: [(key: String, text: String)] { files.filter { !$0.isSecret }.map { (key: $0.key, text: $0.text) } }

    /// All of it, in one text.
    var content: [UInt8] {
        files.flatMap { Array("\($0.key)\0\($0.mount.mode)\0\($0.text)\0".utf8) }
    }

    var isEmpty: Bool { files.isEmpty }

    var volumes: [YAMLValue] {
        var volumes: [YAMLValue] = []
        if !secrets.isEmpty {
            volumes.append([
                "name": "sfm-dev-files",
                "secret": ["secretName": .string(secretName), "items": .list(files.filter(\.isSecret).map(item))],
            ])
        }
        if !texts.isEmpty {
            volumes.append([
                "name": "sfm-dev-config",
                "configMap": ["name": .string(configName), "items": .list(files.filter { !$0.isSecret }.map(item))],
            ])
        }
        return volumes
    }

    /// Such a file belongs to root, and to the pod's group where it has one: what its owner alone may read is opened to the
    /// group, or the store's own user would not get in.
    private func item(_ file: File) -> YAMLValue {
        let mode = file.mount.mode | (file.mount.mode & 0o400) >> 3
        return ["key": .string(file.key), "path": .string(file.key), "mode": .integer(mode)]
    }

    var mounts: [YAMLValue] {
        files.map { file in
            [
                "name": .string(file.isSecret ? "sfm-dev-files" : "sfm-dev-config"),
                "mountPath": .string(file.mount.target),
                "subPath": .string(file.key), "readOnly": true,
            ]
        }
    }
}
