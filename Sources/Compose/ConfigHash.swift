import Crypto
import Diagnostics
package import Profiles

extension ComposeModel {
    /// Docker compose's `com.docker.compose.config-hash`: the SHA-256 of the service's JSON without what does not
    /// change a container (build, pull policy, scale, replicas, dependencies and profiles).
    package func configHash(of service: ResolvedService) -> String {
        Self.sha256(GoJSON.object(ServiceFields(service: service.definition, labels: fileLabels(of: service)).ordered))
    }

    package func configHash(of network: ResolvedNetwork) -> String {
        var fields: [(String, GoJSON)] = [("name", .string(network.name))]
        if let driver = network.driver { fields.append(("driver", .string(driver))) }
        fields.append(("ipam", .object([])))
        if network.isExternal { fields.append(("external", .bool(true))) }
        if network.isInternal { fields.append(("internal", .bool(true))) }
        if !network.labels.isEmpty { fields.append(("labels", .map(network.labels.mapValues { .string($0) }))) }
        return Self.sha256(.object(fields))
    }

    package func configHash(of volume: ResolvedVolume) -> String {
        var fields: [(String, GoJSON)] = [("name", .string(volume.name))]
        fields.append(("driver", .string(volume.driver ?? "local")))
        if volume.isExternal { fields.append(("external", .bool(true))) }
        if !volume.labels.isEmpty { fields.append(("labels", .map(volume.labels.mapValues { .string($0) }))) }
        return Self.sha256(.object(fields))
    }

    static func sha256(_ json: GoJSON) -> String { SHA256.hash(data: Array(json.text.utf8)).withUnsafeBytes(Hex.text) }
}
