package import Diagnostics

/// The values as lines for `kubectl create secret generic --from-env-file`.
package enum SecretFile {
    /// kubectl reads it by Go's `bufio.Scanner`, which takes lines of fewer bytes than this (`bufio.MaxScanTokenSize`).
    private static let longest = 64 * 1024

    /// What kubectl would read otherwise than it was meant, and why; nil where all of it can be written.
    package static func obstacle(_ values: ClusterValues) -> (key: String, reason: String)? {
        if let file = values.files.first { return (file.key, "is a file") }
        for entry in values.entries {
            let text = entry.value.reveal()
            if text.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
                return (entry.name, "has several lines")
            }
            if entry.name.utf8.count + 1 + text.utf8.count >= longest { return (entry.name, "is too long for a line") }
        }
        return nil
    }

    /// Nothing is quoted: kubectl takes all behind the first `=` as it stands, quotes and `#` too.
    /// - Throws: `.badInput` for a value that no line can hold.
    package static func text(_ values: ClusterValues, mask: String? = nil) throws(Failure) -> String {
        if let (key, reason) = obstacle(values) {
            throw Failure(
                .badInput, "'\(key)' \(reason), which kubectl reads from no file of variables",
                hint: "sfm-dev kubernetes secret --kubectl")
        }
        return values.entries.map { entry in
            "\(entry.name)=\(entry.value.isSecret ? mask ?? entry.value.reveal() : entry.value.reveal())\n"
        }.joined()
    }
}

/// The command lines by which kubectl itself makes the same Secret, no value among their words.
package enum SecretCommand {
    /// Where a value needs more than a line, each comes through a pipe of its own, as bash and zsh have them.
    /// - Parameters:
    ///   - program: `sfm-dev kubernetes secret` with what this call was given.
    ///   - createsNamespace: the namespace first.
    package static func text(
        _ values: ClusterValues, name: String, namespace: String, program: String, createsNamespace: Bool
    ) -> String {
        var text = ""
        if createsNamespace { text += "kubectl create namespace \(namespace)\n" }
        let create = "kubectl create secret generic \(name) --namespace \(namespace)"
        // Where the values do not come, there must be no Secret without them: they are asked for once before.
        let first = "\(program) > /dev/null && \\\n"
        guard SecretFile.obstacle(values) != nil else {
            return text + first + "\(program) --dotenv | \\\n  \(create) --from-env-file=/dev/stdin\n"
        }
        let words = values.keys.map { "  --from-file=\($0)=<(\(program) --key \($0))" }
        return text + first + ([create] + words).joined(separator: " \\\n") + "\n"
    }

    /// What a reader of the command should know.
    package static func note(_ values: ClusterValues) -> Diagnostic? {
        guard let (key, reason) = SecretFile.obstacle(values) else { return nil }
        return Diagnostic(.note, "this is for bash and zsh: '\(key)' \(reason)")
    }
}
