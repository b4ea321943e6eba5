import YAML

extension ServiceMerge {
    /// How one key's value is merged; docker compose's `override/merge.go` and `override/uncity.go` have the same rules.
    enum Rule: Sendable {
        case replaced
        /// By the kind of value.
        case merged
        /// A mapping, some of whose keys have rules of their own.
        case fields([String: Rule])
        /// `{K: V}` or `[K=V]`: the later value of a name.
        case pairs
        /// `[name]` or `{name: {…}}`.
        case networks
        /// `[name]`, which stands for `{name: {condition: service_started}}`, or the long form.
        case dependencies
        /// A mapping whose values are replaced whole.
        case values
        /// A text or a list; items of the same identity are one.
        case list(@Sendable (YAMLNode) -> String?)
        case logging

        init(of key: String) {
            self = Self.table[key] ?? .merged
        }

        private static let table: [String: Rule] = [
            "command": .replaced, "entrypoint": .replaced, "environment": .pairs, "labels": .pairs,
            "depends_on": .dependencies, "networks": .networks,
            "healthcheck": .fields(["test": .replaced]), "ulimits": .values, "logging": .logging,
            // Each of the two is one choice, written in several ways.
            "x-sfm-dev": .fields(["ready": .replaced, "endpoint": .replaced]),
            "env_file": .list { ($0["path"] ?? $0).text }, "tmpfs": .list(name), "extra_hosts": .list { $0.text },
            "cap_add": .list(name), "cap_drop": .list(name), "expose": .list { $0.text },
            "profiles": .list(name), "security_opt": .list { $0.text }, "ports": .list(port),
            "volumes": .list(target),
            "secrets": .list { file($0, in: "/run/secrets") }, "configs": .list { file($0, in: "") },
        ]

        /// What stands before an equals sign, as docker compose has it; such an entry may be a pair.
        @Sendable static func name(_ node: YAMLNode) -> String? {
            node.text.map { String($0.prefix { $0 != "=" }) }
        }

        @Sendable private static func port(_ node: YAMLNode) -> String? {
            guard node.entries != nil else { return node.text }
            func text(_ key: String, or fallback: String) -> String { node[key]?.text ?? fallback }
            let target = "\(text("published", or: "")):\(text("target", or: ""))/\(text("protocol", or: "tcp"))"
            return "\(text("host_ip", or: "0.0.0.0")):\(target)"
        }

        @Sendable private static func target(_ node: YAMLNode) -> String? {
            if let target = node["target"]?.text { return FilePathText.clean(target) }
            let parts = (node.text ?? "").split(separator: ":", omittingEmptySubsequences: false)
            return FilePathText.clean(String(parts.count > 1 ? parts[1] : parts.first ?? ""))
        }

        @Sendable private static func file(_ node: YAMLNode, in folder: String) -> String? {
            node["target"]?.text ?? ((node["source"] ?? node).text).map { "\(folder)/\($0)" }
        }
    }
}
