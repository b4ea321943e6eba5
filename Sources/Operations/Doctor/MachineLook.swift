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
        let missing = Diagnostic(
            .warning,
            "docker compose is not installed: sfm-dev does without, 'docker compose ps' beside it does not work",
            hint: "sudo apt-get install docker-compose-plugin")
        guard let docker = HelperProcess.find("docker", invocation.environment) else {
            return report.add("compose", [missing])
        }
        let process = HelperProcess(
            words: [docker, "compose", "version", "--short"], environment: invocation.environment)
        guard case .ended(0, let output, _) = await process.run(input: "", limit: .seconds(10)) else {
            return report.add("compose", [missing])
        }
        let version = String(decoding: output, as: UTF8.self).split { $0.isNewline }.first ?? ""
        report.ok("compose", "docker compose \(version)")
    }

    func disk(_ report: inout Examination, _ engine: any EngineReading) async {
        guard let root = try? await engine.info().rootDirectory, let space = DiskSpace.measure(root) else {
            return report.ok("disk", "the engine's disk is not this machine's, and was not measured")
        }
        report.add(
            "disk", [space.finding].compactMap(\.self), else: "\(space.free >> 20) MiB free in \(space.path)")
    }
}
