import Convergence
import Diagnostics
import Engine
import Project

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What `doctor` looks at that has nothing to do with a project.
struct MachineLook {
    let invocation: Invocation

    /// `Linux 6.1.0 x86_64`
    static var system: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        func text<Field>(_ field: Field) -> String {
            withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release)) \(text(name.machine))"
    }

    /// - Returns: nil where no engine answers, which is told.
    func engine(_ report: inout Examination) async -> EngineConnection? {
        do throws(Failure) {
            let connection = try await EngineConnection.open(invocation)
            let server = connection.version.server ?? "unknown"
            report.ok(
                "engine",
                "\(server), API \(connection.version.api), at \(connection.address.socketPath) (\(connection.address.origin))"
            )
            return connection
        } catch {
            report.add("engine", error.diagnostics)
            return nil
        }
    }

    func compose(_ report: inout Examination) async {
        let process = HelperProcess.find("docker", invocation.environment).map { docker in
            HelperProcess(words: [docker, "compose", "version", "--short"], environment: invocation.environment)
        }
        switch await process?.run(input: "", limit: .seconds(10)) {
        case .ended(0, let output, _)?:
            let version = String(decoding: output, as: UTF8.self).split { $0.isNewline }.first ?? ""
            report.ok("compose", "docker compose \(version)")
        case .timedOut?: report.add("compose", [Diagnostic(.warning, "docker compose does not answer")])
        default:
            report.add(
                "compose",
                [
                    Diagnostic(
                        .warning,
                        "docker compose is not installed: sfm-dev does without, 'docker compose ps' beside it does not work",
                        hint: "see https://docs.docker.com/compose/install/")
                ])
        }
    }

    func disk(_ report: inout Examination, _ engine: any EngineReading) async {
        let root: String
        do throws(EngineError) { root = try await engine.info().rootDirectory } catch {
            return report.add("disk", error.failure.diagnostics)
        }
        guard let space = DiskSpace.measure(root) else {
            return report.ok("disk", "the engine's disk is not this machine's, and was not measured")
        }
        report.add(
            "disk", [space.finding].compactMap(\.self), else: "\(space.free >> 20) MiB free in \(space.path)")
    }
}
