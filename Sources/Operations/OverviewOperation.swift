import Convergence
package import Diagnostics
import Engine
import Profiles
import Project
import Templates

/// `profiles`, `settings` and `doctor`: what is configured, from where.
package enum OverviewOperation {
    package static func profiles(_ invocation: Invocation) throws(Failure) {
        let checkout = try Checkout.load(invocation)
        let input = ResolverInput(profile: "", files: checkout.files, directory: checkout.directory)
        let names = input.profileNames
        let width = names.map(\.count).max() ?? 0
        for name in names {
            var one = input
            one.profile = name
            let text =
                switch Result(catching: { () throws(Failure) in try Resolver(one).profile() }) {
                case .success(let profile): profile.description
                case .failure(let failure): "(\(failure.diagnostics.first?.message ?? "cannot be read"))"
                }
            let mark = name == checkout.state.activeProfile ? "*" : " "
            let padding = String(repeating: " ", count: width - name.count)
            invocation.console.data("\(mark) \(name)\(padding)  \(text)\n")
        }
    }

    /// Addresses for both vantages; never a secret.
    package static func settings(_ invocation: Invocation) throws(Failure) {
        let checkout = try Checkout.load(invocation)
        let plan = try checkout.resolve(profile: checkout.profileName(invocation.wantedProfile)).plan
        var rows = [["SERVICE", "FROM THIS MACHINE", "FROM A CONTAINER"]]
        for service in plan.enabledServices {
            let host = service.hostPort.map { "localhost:\($0.published)" } ?? "not published"
            rows.append([service.name, host, service.endpoint.map { "\(service.name):\($0.network)" } ?? "-"])
        }
        rows += plan.external.map { [$0.name, $0.host.description, $0.network.description] }
        invocation.console.data("profile \(plan.profile), project \(plan.project)\n" + Self.table(rows))
    }

    /// The engine, the files, and each value with its origin; problems are warnings.
    package static func doctor(_ invocation: Invocation) async throws(Failure) {
        let console = invocation.console
        let checkout = try Checkout.load(invocation)
        console.data("project    \(checkout.directory)\n")
        do throws(Failure) {
            let connection = try await EngineConnection.open(invocation)
            let server = connection.version.server ?? "unknown"
            console.data(
                "engine     \(connection.address.socketPath) (\(connection.address.origin)), \(server), "
                    + "API \(connection.version.api)\n")
        } catch {
            console.report(error.diagnostics)
        }
        let resolution = try checkout.resolve(profile: checkout.profileName(invocation.wantedProfile))
        let plan = resolution.plan
        console.report(resolution.warnings)
        let active = checkout.state.activeProfile.map { $0 == plan.profile ? " (active)" : "" } ?? " (not up yet)"
        console.data("profile    \(plan.profile)\(active), project '\(plan.project)'\n\n")
        var rows = [["VALUE", "IS", "FROM"]]
        rows += plan.settings.map { [$0.name, $0.value, $0.origin] }
        rows += plan.credentials.map { [$0.name, $0.value.masked, $0.origin] }
        rows += plan.variables.map { [$0.name, $0.host.masked, $0.origin] }
        console.data(Self.table(rows))
        let standIns = plan.enabledServices.filter(\.isStandIn).map(\.name)
        if !standIns.isEmpty {
            console.report([
                Diagnostic(
                    .warning, "stand-ins run in place of the real images: \(standIns.joined(separator: ", "))",
                    hint: "remove 'images: stand-in' from \(checkout.overridesPath ?? "SFM_DEV_IMAGES")")
            ])
        }
        try GitGuard(environment: invocation.environment)
            .requireUntracked(checkout.directory + "/.env", named: ".env")
    }

    private static func table(_ rows: [[String]]) -> String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count + 2)
            }.joined()
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
