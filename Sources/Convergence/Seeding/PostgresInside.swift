import Diagnostics
import Engine

/// SQL by `psql` inside the container, over the Unix socket: initdb leaves it on `trust` (PostgreSQL documentation, initdb,
/// `--auth`), so that it takes no password and works when none is known.
struct PostgresInside: Sendable {
    let command: InsideCommand
    let superuser: String

    /// - Parameters:
    ///   - statements: read from standard input.
    /// - Returns: what the statements gave, values bare.
    @discardableResult
    func run(
        _ statements: Secret, database: String = "postgres"
    ) async throws(SeedFault) -> String {
        let spec = ExecSpec(
            command: [
                "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", superuser, "-d", database,
                "-f", "-",
            ],
            environment: ["PGOPTIONS=-c client_min_messages=warning", "PGCONNECT_TIMEOUT=10"], user: "postgres")
        let result: InsideCommand.Result
        do { result = try await command.run(spec, input: statements) } catch {
            throw SeedFault("psql could not be run inside: \(error.sentence)")
        }
        guard result.code != 0 else { return result.output }
        let sentence = Self.sentence(result)
        guard sentence.hasSuffix("role \"\(superuser)\" does not exist") else { throw SeedFault(sentence) }
        throw SeedFault(
            "it has no role '\(superuser)': its superuser was renamed, or was always called otherwise",
            hint: "set POSTGRES_USER under 'environment' in its template to that role's name, then sfm-dev up")
    }

    /// psql's first complaint explains the others.
    private static func sentence(_ result: InsideCommand.Result) -> String {
        let lines = result.errors.split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.contains("ERROR") || $0.contains("FATAL") }) ?? lines.first else {
            return "psql ended with \(result.code) inside"
        }
        return String(line).replacing("psql:<stdin>:", with: "line ")
    }

    static func identifier(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }

    /// With `standard_conforming_strings`, the default since 9.1, a backslash is a character as any other.
    static func literal(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
