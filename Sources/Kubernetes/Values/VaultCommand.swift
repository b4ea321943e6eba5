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
    /// - Parameter program: `sfm-dev kubernetes vault-commands` with what this call was given.
    package func text(_ program: String) -> String { "\(program) --data | \(ShellWord.line(words("put")))\n" }

    private func words(_ verb: String) -> [String] {
        ["vault", "kv", verb, "-mount=\(external.mount ?? "secret")", external.path, "-"]
    }

    /// What a reader of the command should know.
    package var note: Diagnostic {
        Diagnostic(
            .note, "'vault kv put' writes a new version that holds these properties and no others; 'patch' keeps others"
        )
    }

    /// A JSON object, as `vault kv put … -` reads it from standard input. Vault's values are text.
    /// - Throws: `.badInput` for two values of one name there, and for a file that is no text.
    package func json(mask: String? = nil) throws(Failure) -> String {
        try external.requireUnique(values.keys)
        var object: [String: String] = [:]
        for (key, bytes) in values.data {
            let property = external.property(key)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(
                    .badInput, "'\(key)' is not valid UTF-8, and Vault keeps texts", hint: "give it in PEM or base64")
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

extension ClusterSettings.External {
    /// - Throws: `.badInput` where two keys of the Secret would be one value there.
    package func requireUnique(_ keys: [String]) throws(Failure) {
        var owners: [String: String] = [:]
        for key in keys {
            let property = property(key)
            if let other = owners.updateValue(key, forKey: property) {
                throw Failure(
                    .badInput, "'\(other)' and '\(key)' would both be called '\(property)' in Vault",
                    hint: "name one of them under 'properties:' in kubernetes.yaml")
            }
        }
    }
}
