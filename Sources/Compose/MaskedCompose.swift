import Diagnostics
import YAML

/// A compose file for a ticket: what a user's override may have written into it may be a secret, whatever its name. So names
/// are shown, and of values those that tell how services hang together.
package enum MaskedCompose {
    /// The fields of a service whose values are shown.
    private static let shown: Set<String> = [
        "container_name", "depends_on", "image", "init", "networks", "platform", "ports", "profiles", "read_only",
        "restart", "shm_size", "stop_grace_period", "stop_signal", "user", "volumes", "working_dir",
    ]

    package static func text(_ compose: String) -> String {
        do throws(Failure) {
            let root = try parseYAML(Array(compose.utf8), path: "docker-compose.yml", isQuotable: false)
            return yamlText(
                .mapping(
                    (root.entries ?? []).map { entry in
                        switch entry.name {
                        case "services": (entry.name, each(entry.value) { service($0) })
                        case "name", "networks", "volumes": (entry.name, value(entry.value, isShown: true))
                        default: (entry.name, value(entry.value, isShown: false))
                        }
                    }))
        } catch { return "it cannot be read: \(error.diagnostics.map(\.message).joined(separator: "; "))\n" }
    }

    private static func service(_ node: YAMLNode) -> YAMLValue {
        .mapping((node.entries ?? []).map { ($0.name, value($0.value, isShown: shown.contains($0.name))) })
    }

    private static func each(_ node: YAMLNode, _ change: (YAMLNode) -> YAMLValue) -> YAMLValue {
        .mapping((node.entries ?? []).map { ($0.name, change($0.value)) })
    }

    private static func value(_ node: YAMLNode, isShown: Bool) -> YAMLValue {
        if let entries = node.entries {
            return .mapping(entries.map { ($0.name, value($0.value, isShown: isShown)) })
        }
        if let items = node.items { return .list(items.map { value($0, isShown: isShown) }) }
        if node.isNull { return .null }
        return .string(isShown ? node.text ?? "" : "…")
    }
}
