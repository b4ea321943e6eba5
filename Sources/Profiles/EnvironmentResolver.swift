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
            for entry in entries(file, definition) { values[entry.name] = entry.value }
        }
        for (name, written) in definition.environment {
            guard written == nil else {
                values[name] = written
                continue
            }
            let location = definition.environmentPlaces[name] ?? definition.location
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

    private func setting(_ name: String, at location: SourceLocation?) -> String? {
        guard let value = settings.value(name) else { return nil }
        if let location { settings.record(.init(name: name, value: value, isDefault: false), at: location) }
        return value
    }

    /// What the template sets counts in its files too, as with docker compose.
    private func entries(_ file: EnvironmentFile, _ definition: ServiceDefinition) -> [EnvEntry] {
        let text = files.text(file.path, at: file.location, isRequired: file.isRequired, findings: findings)
        guard let text else { return [] }
        let lookup = { (name: String) in
            definition.environment[name].flatMap { $0 } ?? setting(name, at: file.location)
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
