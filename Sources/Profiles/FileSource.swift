package import Diagnostics
import Templates
import YAML

/// Where a secret or config that containers read as a file has its text from.
package struct FileSource: Sendable {
    package enum Source: Sendable {
        /// Absolute.
        case file(String)
        /// A credential, a variable or a setting.
        case environment(String)
        case content(String)
        /// A mistake that was told.
        case unknown
    }

    package var name: String
    package var source: Source
    package var location: SourceLocation
}

/// Reads the secrets or configs that a profile, a template or an override file declares.
struct FileSourceReader {
    let reader: NodeReader
    let directory: String

    func secrets(_ node: YAMLNode) -> [FileSource] { sources(node, "secret", kinds: ["file", "environment"]) }

    func configs(_ node: YAMLNode) -> [FileSource] {
        sources(node, "config", kinds: ["file", "environment", "content"])
    }

    private func sources(_ node: YAMLNode, _ what: String, kinds: [String]) -> [FileSource] {
        var reasons = ["external": "the engine keeps no \(what)s of its own", "name": "its key is its name"]
        for key in ["driver", "driver_opts", "template_driver", "labels"] { reasons[key] = reasons["external"] }
        if what == "secret" { reasons["content"] = "a secret in a file for git is none; name a file or a credential" }
        return reader.named(node, "a mapping of \(what)s").map { entry in
            let fields = reader.entries(entry.value, "where the \(what) comes from", keys: kinds, unsupported: reasons)
            guard let field = fields.first, fields.count == 1 else {
                if entry.value.entries?.contains(where: { reasons[$0.name] != nil }) != true {
                    reader.findings.error(
                        "\(what) '\(entry.name)' has \(fields.isEmpty ? "no source" : "more than one source")",
                        at: entry.key.location, hint: "write one of \(kinds.joined(separator: ", "))")
                }
                return FileSource(name: entry.name, source: .unknown, location: entry.key.location)
            }
            guard let text = reader.text(field.value) else {
                return FileSource(name: entry.name, source: .unknown, location: field.value.location)
            }
            let source: FileSource.Source =
                switch field.name {
                case "file": .file(FilePathText.clean(text.hasPrefix("/") ? text : directory + "/" + text))
                case "environment": .environment(text)
                default: .content(text)
                }
            return FileSource(name: entry.name, source: source, location: field.value.location)
        }
    }
}
