package import Diagnostics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How the values get into Vault (KV version 2), none of them among the words of a command.
package struct VaultCommand: Sendable {
    package var values: ClusterValues
    package var external: ClusterSettings.External

    package init(values: ClusterValues, external: ClusterSettings.External) {
        self.values = values
        self.external = external
    }

    /// The path of Vault's command line has no `data/`.
    private var place: String { "-mount=\(external.mount ?? "secret") \(external.path)" }

    /// - Parameter program: `sfm-dev kubernetes vault-commands` with what this call was given.
    package func text(_ program: String) -> String {
        """
        # 'put' writes a new version that holds these properties and no others; 'patch' keeps the others.
        \(program) --data | vault kv put \(place) -
        # \(program) --data | vault kv patch \(place) -

        """
    }

    /// A JSON object, as `vault kv put … -` reads it from standard input. Vault's values are text.
    /// - Throws: `.badInput` for two variables of one name there, and for a file that is no text.
    package func json(mask: String? = nil) throws(Failure) -> String {
        var object: [String: String] = [:]
        for (key, bytes) in values.data {
            let property = external.property(key)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(
                    .badInput, "'\(key)' is not valid UTF-8, and Vault keeps texts", hint: "give it in PEM or base64")
            }
            guard object[property] == nil else {
                throw Failure(
                    .badInput, "two values would be called '\(property)' in Vault, '\(key)' is one of them",
                    hint: "name it under 'properties:' in kubernetes.yaml")
            }
            object[property] = mask ?? text
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        // Texts only: the encoder has nothing to refuse.
        guard let data = try? encoder.encode(object) else { return "{}\n" }
        return String(decoding: data, as: UTF8.self) + "\n"
    }
}
