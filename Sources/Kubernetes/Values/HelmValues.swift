import Diagnostics
import Profiles
package import YAML

/// Values for SFM's Helm chart, so that its pods read the runtime Secret (sections 3.2 to 3.6 and 4 of the runbook). The
/// chart as it stood in October 2025 has traps; what is here gets around each, and says so in `notes`.
package struct HelmValues: Sendable {
    package enum Source: Sendable {
        /// The Secret is made by somebody else: kubectl, or an ExternalSecret of one's own.
        case existing
        /// The chart makes the ExternalSecret.
        case externalSecret
    }

    package enum Restart: Sendable { case reloader, manual }

    package enum Backup: Sendable, Equatable {
        /// The jobs log in with the keys in a Secret.
        case secret
        /// They are who this account is (IRSA).
        case account(String)
    }

    package var values: ClusterValues
    package var settings: ClusterSettings
    package var source: Source
    package var restart: Restart
    package var backup: Backup

    package init(
        values: ClusterValues, settings: ClusterSettings, source: Source, restart: Restart, backup: Backup
    ) {
        self.values = values
        self.settings = settings
        self.source = source
        self.restart = restart
        self.backup = backup
    }

    private typealias Field = (key: String, value: YAMLValue)

    package var value: YAMLValue {
        var fields: [Field] = []
        if let unset = unset(Self.ownNames) { fields.append(("env", unset)) }
        fields.append(("secret", secret))
        fields.append(("externalSecret", externalSecret))
        var consumer: [Field] = unset(Self.consumersOwnNames).map { [("env", $0)] } ?? []
        consumer.append(("secretKeys", .strings(injected.filter { $0.surfaces.contains(.consumer) }.map(\.name))))
        fields.append(("consumer", .mapping(consumer)))
        if !values.files.isEmpty { fields.append(("tls", ["mounts": .list(mounts)])) }
        fields.append(("backup", backupFields))
        return .mapping(fields)
    }

    /// Pods read these; what only the command line reads stays out.
    private var injected: [ClusterValues.Entry] {
        values.entries.filter { !$0.surfaces.isDisjoint(with: [.api, .consumer]) }
    }

    /// Keys that the chart gives to pods by itself: one that the Secret lacks would keep them from starting.
    private static let ownKeys = [
        "SOMA_API_TOKEN", "POSTGRES_URL", "REDIS_URL", "QDRANT_URL", "KAFKA_BOOTSTRAP_SERVERS",
    ]

    private var lacking: [String] { Self.ownKeys.filter { key in !injected.contains { $0.name == key } } }

    /// What the chart sets by itself in pods, that would beat a value of ours. null takes out what it has; where it has none,
    /// null would stay as an empty value.
    private static let ownNames: Set = ["REDIS_HOST", "REDIS_PORT", "REDIS_DB", "QDRANT_HOST", "QDRANT_PORT"]
    private static let consumersOwnNames: Set = ["REDIS_HOST", "REDIS_PORT", "QDRANT_HOST", "QDRANT_PORT"]

    private var rivals: Set<String> { Set(injected.flatMap(\.rivals)) }

    private func unset(_ names: Set<String>) -> YAMLValue? {
        let names = names.intersection(rivals).sorted()
        return names.isEmpty ? nil : .mapping(names.map { ($0, .null) })
    }

    private var secret: YAMLValue {
        // The chart puts the name on a line of its own, at its start: that is no YAML. Behind these blanks it is the rest
        // of the line before, however deep that stands.
        let padded = String(repeating: " ", count: 40) + settings.secret
        let name: Field =
            source == .existing ? ("existingSecret", .string(padded)) : ("name", .string(settings.secret))
        var restarts: [Field] = [("enabled", .bool(restart == .reloader))]
        if restart == .reloader { restarts.append(("annotations", ["reloader.stakater.com/auto": "true"])) }
        return .mapping([
            ("enabled", true), name,
            // Only the keys count: the Secret itself is not the chart's.
            ("data", .mapping(injected.map { ($0.name, "") } + lacking.map { ($0, .null) })),
            ("rolloutRestart", .mapping(restarts)),
        ])
    }

    private var externalSecret: YAMLValue {
        guard source == .externalSecret, let external = settings.external else { return ["enabled": false] }
        let manifest = ExternalSecretManifest(values: values, settings: settings, external: external)
        return .mapping([
            ("enabled", true), ("name", .string(external.name ?? settings.secret)),
            ("refreshInterval", .string(external.refresh)),
            ("secretStoreRef", ["name": .string(external.store), "kind": .string(external.kind)]),
            ("target", ["name": .string(settings.secret)]),
            ("data", manifest.data),
        ])
    }

    /// One volume for each folder that variables name.
    private var mounts: [YAMLValue] {
        let folders = Set(values.files.map(\.folder)).sorted()
        return folders.enumerated().map { index, folder in
            [
                "name": .string(index == 0 ? "tls" : "tls-\(index + 1)"),
                "secretName": .string(settings.secret),
                "mountPath": .string(folder),
                "items": .list(values.files.filter { $0.folder == folder }.map(item)),
                "readOnly": true,
            ]
        }
    }

    /// The chart has no place for a file's mode, and its path is written as it is given: a line more is the mode. Postgres'
    /// clients refuse a private key that all may read. 288 is 0440.
    private func item(_ file: ClusterValues.File) -> YAMLValue {
        let mode = file.isPrivate ? "\n" + String(repeating: " ", count: 16) + "mode: 288" : ""
        return ["key": .string(file.key), "path": .string(file.key + mode)]
    }

    private var backupFields: YAMLValue {
        let name: String
        let account: String
        switch backup {
        case .secret: (name, account) = (settings.backupSecret, "")
        case .account(let text): (name, account) = ("", text)
        }
        var qdrant: [Field] = [("awsSecretName", .string(name))]
        // Without it the job saves the chart's own store, be that empty.
        if let url = injected.first(where: { $0.name == "QDRANT_URL" })?.value, !url.isSecret {
            qdrant.append(("qdrantUrl", .string(url.reveal())))
        }
        return [
            "serviceAccountName": .string(account), "postgres": ["awsSecretName": .string(name)],
            "qdrant": .mapping(qdrant),
        ]
    }

    /// What a reader of the file should know.
    package var notes: [String] {
        var notes = [
            "values for SFM's Helm chart of October 2025; each line gets around something in it:",
            "secret.enabled is true, against section 3.2 of the runbook: pods get keys only while it is",
            "secret.data names the keys that pods get, and holds no value: the Secret is not the chart's",
        ]
        switch source {
        case .existing:
            notes.append(
                "the blanks in secret.existingSecret keep the chart's line break before it from breaking the YAML")
        case .externalSecret:
            notes.append(
                "the chart writes external-secrets.io/v1beta1, which operators from 0.17 on do not serve: there,")
            notes.append("  use '--source existing' and 'sfm-dev kubernetes external-secret'")
        }
        if !rivals.isDisjoint(with: Self.ownNames) {
            notes.append("null in env takes out names that would beat the Secret's")
        }
        notes.append(
            "the chart's own stores stay as they are: postgres.enabled, redis.enabled, qdrant.enabled, redpanda.enabled"
        )
        if !values.files.isEmpty {
            notes.append("the chart mounts these files in no backup job: one that needs them fails")
        }
        if values.files.contains(where: \.isPrivate) {
            notes.append(
                "the line 'mode' in a path of tls.mounts closes a private key to others: the chart cannot say it")
        }
        return notes
    }
}
