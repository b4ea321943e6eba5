package import YAML

/// An object of the External Secrets Operator that fills the runtime Secret.
package struct ExternalSecretManifest: Sendable {
    package enum Version: String, Sendable {
        case v1
        /// Not served since version 0.17 of the operator, of May 2025.
        case v1beta1

        /// What to tell who asks for it.
        package var warning: String? {
            self == .v1 ? nil : "operators from version 0.17 on do not serve 'external-secrets.io/v1beta1' any more"
        }
    }

    package var values: ClusterValues
    package var settings: ClusterSettings
    package var external: ClusterSettings.External
    package var version: Version

    package init(
        values: ClusterValues, settings: ClusterSettings, external: ClusterSettings.External, version: Version = .v1
    ) {
        self.values = values
        self.settings = settings
        self.external = external
        self.version = version
    }

    package var value: YAMLValue {
        [
            "apiVersion": .string("external-secrets.io/\(version.rawValue)"),
            "kind": "ExternalSecret",
            "metadata": ["name": .string(external.name ?? settings.secret), "namespace": .string(settings.namespace)],
            "spec": [
                "refreshInterval": .string(external.refresh),
                "secretStoreRef": ["name": .string(external.store), "kind": .string(external.kind)],
                "target": [
                    "name": .string(settings.secret), "creationPolicy": "Owner", "deletionPolicy": "Retain",
                    "template": [
                        "type": "Opaque",
                        // It does nothing here: Reloader looks at Deployments. Whoever has other tools finds it.
                        "metadata": ["annotations": ["reloader.stakater.com/auto": "true"]],
                    ],
                ],
                "data": data,
            ],
        ]
    }

    var data: YAMLValue { .list(values.keys.map(reference)) }

    private func reference(_ key: String) -> YAMLValue {
        [
            "secretKey": .string(key),
            "remoteRef": ["key": .string(remoteKey), "property": .string(external.property(key))],
        ]
    }

    /// With the mount known it stands in the store, and keys are relative to it; the operator puts `data/` in itself. Without,
    /// the key has both, as SFM's runbook writes it: that works where the store's path is 'secret', and nowhere else.
    private var remoteKey: String { external.mount == nil ? "secret/data/\(external.path)" : external.path }

    /// What a reader of the file should know.
    package var notes: [String] {
        guard let mount = external.mount else {
            return ["the key works with a store whose path is 'secret': say 'mount:' in kubernetes.yaml for another"]
        }
        return ["the store '\(external.store)' must have 'path: \(mount)' and 'version: v2': keys are relative to it"]
    }
}
