package import Diagnostics
import Profiles
import Project

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `sfm-dev doctor`: one look at the machine, the files, the services and where each value comes from.
package enum DoctorOperation {
    /// Whether nothing is wrong. What is wrong ends nothing early.
    /// - Parameter bundle: a file for all of it, to be attached to a ticket.
    package static func run(
        _ invocation: Invocation, version: String, json: Bool, bundle: String?
    ) async throws(Failure) -> Bool {
        let path = bundle.map { $0.hasPrefix("/") ? $0 : "\(workingDirectory)/\($0)" }
        if let path { try DoctorBundle.requireFree(path) }
        var report = Examination()
        report.ok("sfm-dev", "\(version) on \(MachineLook.system)")
        let machine = MachineLook(invocation: invocation)
        let connection = await machine.engine(&report)
        await machine.compose(&report)
        if let connection { await machine.disk(&report, connection.client) }
        var plan: ResolvedPlan?
        var folder: StateFolder?
        do throws(Failure) {
            folder = StateFolder(project: try invocation.projectDirectory())
            plan = try await ProfileLook(invocation: invocation, engine: connection?.client).look(&report)
        } catch {
            guard error.exitCode != .refused else { throw error }
            report.add("project", error.diagnostics)
        }
        if let plan, let connection { await ServicesLook(plan: plan, engine: connection.client).look(&report) }
        invocation.console.data(json ? report.json : report.text)
        if let bundle, let path {
            try await DoctorBundle(report: report, folder: folder).write(to: path, plan, connection)
            invocation.console.tell("wrote \(bundle); look at it before you hand it on")
        }
        invocation.console.tell(report.summary)
        return report.isGood
    }

    private static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "." }
        defer { free(path) }
        return String(cString: path)
    }
}
