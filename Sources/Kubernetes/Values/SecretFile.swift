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
    /// - Parameters:
    ///   - program: `sfm-dev kubernetes secret` with what this call was given.
    ///   - createsNamespace: the namespace first.
    package static func text(
        _ values: ClusterValues, name: String, namespace: String, program: String, createsNamespace: Bool
    ) -> String {
        var text = ""
        if createsNamespace { text += "kubectl create namespace \(namespace)\n" }
        let create = "kubectl create secret generic \(name) --namespace \(namespace)"
        guard SecretFile.obstacle(values) != nil else {
            return text + "\(program) --dotenv | \\\n  \(create) --from-env-file=/dev/stdin\n"
        }
        // bash and zsh: each value comes through a pipe of its own.
        let words = values.keys.map { key in
            if let file = values.files.first(where: { $0.key == key }) {
                return "--from-file=\(key)=\(ShellWord.quoted(file.host))"
            }
            return "--from-file=\(key)=<(\(program) --key \(key))"
        }
        return text + ([create] + words.map { "  " + $0 }).joined(separator: " \\\n") + "\n"
    }
}
