/// Where the values go in a cluster, and how they are called there: what `kubernetes.yaml` says.
package struct ClusterSettings: Sendable, Equatable {
    package var namespace: String
    /// The name of the runtime Secret.
    package var secret: String
    /// What is restarted after the Secret has changed, in this order.
    package var deployments: [String] = []
    /// What is asked after a restart; nil where nothing can be.
    package var health: Health?
    /// nil where no manager of secrets fills the Secret.
    package var external: External?
    /// The name of the Secret that the backup jobs read.
    package var backupSecret: String
    package var stores = Stores()

    /// Paths of a Service, asked through the API server.
    package struct Health: Sendable, Equatable {
        package var service: String
        package var port: Int
        package var paths: [String]
    }

    /// How the External Secrets Operator gets the values out of Vault.
    package struct External: Sendable, Equatable {
        package var store: String
        /// The ExternalSecret's own name; nil where it is the Secret's.
        package var name: String?
        /// `SecretStore` or `ClusterSecretStore`.
        package var kind = "ClusterSecretStore"
        /// How often it looks, as Go writes a duration.
        package var refresh = "1h"
        /// Where Vault's KV engine is mounted; nil where it is not known.
        package var mount: String?
        /// Below the mount.
        package var path: String
        /// By variable: what its value is called there.
        package var properties: [String: String] = [:]

        /// A variable without a name of its own has its own in lower case. A dot would be a path into a value.
        package func property(_ variable: String) -> String {
            properties[variable] ?? variable.lowercased().replacing(".", with: "_")
        }
    }

    /// What the profile's own stores get in a development namespace. Quantities are Kubernetes' own, such as `1Gi`.
    package struct Stores: Sendable, Equatable {
        package var storage = "1Gi"
        package var requests: [String: String] = ["cpu": "100m", "memory": "256Mi"]
        package var limits: [String: String] = [:]
        /// By service: the group that owns its volume.
        package var groups: [String: Int] = [:]
    }

    /// For a project that says nothing: by its name, as far as Kubernetes takes it.
    package init(project: String) {
        var name = project.lowercased().replacing("_", with: "-").replacing(".", with: "-")
        while name.hasSuffix("-") { name.removeLast() }
        namespace = name
        secret = "\(name)-runtime-secrets"
        backupSecret = "\(name)-backup-aws"
    }

    /// The file's path in the project.
    package static let path = "kubernetes.yaml"
}
