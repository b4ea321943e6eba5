import Diagnostics
import DotEnv
import Templates

/// A container's variables: those of its files, beaten by those of the template; names without a value have the
/// setting's.
struct EnvironmentResolver {
    let settings: Settings
    let files: NamedFiles
    let findings: Findings

    func resolve(_ definition: inout ServiceDefinition) {
        var values: [String: String?] = [:]
        for file in definition.environmentFiles {
            for entry in entries(file, definition, values) { values[entry.name] = entry.value }
        }
        for (name, written) in definition.environment {
            guard written == nil else {
                values[name] = written
                continue
            }
            let location = definition.environmentPlaces[name] ?? definition.location
            guard !isSecret(name, at: location) else { continue }
            guard let value = setting(name, at: location) else {
                findings.error(
                    "'\(name)' has no value", at: location,
                    hint: "write '\(name): …', or set it in config.yaml under 'sfm-dev: {settings: {\(name): …}}'")
                continue
            }
            values[name] = value
        }
        definition.environment = values
    }

    private func isSecret(_ name: String, at location: SourceLocation?) -> Bool {
        guard let refusal = settings.refusal(of: name) else { return false }
        findings.error(refusal.message, at: location, hint: refusal.hint)
        return true
    }

    private func setting(_ name: String, at location: SourceLocation?) -> String? {
        guard let value = settings.value(name) else { return nil }
        if let location { settings.record(.init(name: name, value: value, isDefault: false), in: location.file.path) }
        return value
    }

    /// What the template and earlier files set counts in a file too, as with docker compose.
    private func entries(
        _ file: EnvironmentFile, _ definition: ServiceDefinition, _ earlier: [String: String?]
    ) -> [EnvEntry] {
        let text = files.text(file.path, at: file.location, isRequired: file.isRequired, findings: findings)
        guard let text else { return [] }
        let lookup = { (name: String) -> String? in
            if let value = definition.environment[name].flatMap({ $0 }) ?? earlier[name].flatMap({ $0 }) {
                return value
            }
            return isSecret(name, at: file.location) ? "" : setting(name, at: file.location)
        }
        if file.isRaw { return RawEnvironmentFile.entries(text, lookup: lookup) }
        do throws(Failure) {
            // It may hold what nobody should see: messages name places in it, but quote none of its lines.
            let source = SourceFile(path: files.shown(file.path), text: text, isQuotable: false)
            return try EnvFileReader.read(source, lookup: lookup)
        } catch {
            error.diagnostics.forEach(findings.add)
            return []
        }
    }
}

/// `format: raw`: each line is a name and all that follows its `=` (docker CLI, `--env-file`).
enum RawEnvironmentFile {
    static func entries(_ text: String, lookup: (String) -> String?) -> [EnvEntry] {
        text.split(whereSeparator: \.isNewline).enumerated().compactMap { index, line in
            let line = line.drop { $0.isWhitespace }
            guard !line.isEmpty, line.first != "#" else { return nil }
            guard let equals = line.firstIndex(of: "=") else {
                return lookup(String(line)).map { EnvEntry(String(line), $0, line: index + 1) }
            }
            return EnvEntry(String(line[..<equals]), String(line[line.index(after: equals)...]), line: index + 1)
        }
    }
}
