import Diagnostics
import YAML

/// Reads `checks` of `x-sfm-dev`.
struct ChecksReader {
    let reader: NodeReader

    func read(_ node: YAMLNode) -> ServiceChecks {
        var checks = ServiceChecks()
        for entry in reader.entries(node, "what 'doctor' asks", keys: ["http", "log", "absent"]) {
            switch entry.name {
            case "http": checks.http = texts(entry.value, "a path")
            case "absent": checks.absent = texts(entry.value, "the name of a variable")
            default:
                for field in reader.entries(entry.value, "a line of its log", keys: ["once", "else"]) {
                    let text = reader.text(field.value, "a text")
                    if field.name == "once" { checks.logOnce = text } else { checks.logElse = text }
                }
                if checks.logOnce == nil {
                    reader.findings.error(
                        "'log' needs a text that stands there once", at: entry.key.location,
                        hint: "write 'log: {once: listening on}'")
                }
            }
        }
        return checks
    }

    private func texts(_ node: YAMLNode, _ what: String) -> [String] {
        reader.list(node, "a list").compactMap { reader.text($0, what) }
    }
}
