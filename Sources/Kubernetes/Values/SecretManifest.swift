package import YAML

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A Secret, as `kubectl create secret generic --dry-run=client -o yaml` writes it.
package struct SecretManifest: Sendable {
    package var name: String
    package var namespace: String
    package var data: [(key: String, bytes: [UInt8])]
    /// What stands in the place of the values on a terminal; nil where they are wanted.
    package var mask: String?
    var labels: [(key: String, value: YAMLValue)] = []

    package init(name: String, namespace: String, data: [(key: String, bytes: [UInt8])], mask: String? = nil) {
        self.name = name
        self.namespace = namespace
        self.data = data
        self.mask = mask
    }

    package var value: YAMLValue {
        var metadata: [(key: String, value: YAMLValue)] = []
        if !labels.isEmpty { metadata.append(("labels", .mapping(labels))) }
        metadata += [("name", .string(name)), ("namespace", .string(namespace))]
        return [
            "apiVersion": "v1",
            "data": .mapping(data.map { ($0.key, .string(mask ?? Data($0.bytes).base64EncodedString())) }),
            "kind": "Secret",
            "metadata": .mapping(metadata),
        ]
    }
}

/// Several objects in one file.
package enum Manifests {
    package static func namespace(_ name: String) -> YAMLValue {
        ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]]
    }

    package static func text(_ objects: [YAMLValue], header: [String] = []) -> String {
        objects.enumerated().map { index, object in yamlText(object, header: index == 0 ? header : []) }
            .joined(separator: "---\n")
    }
}
