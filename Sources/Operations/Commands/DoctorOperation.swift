import Certificates
import Compose
import Convergence
package import Diagnostics
import DotEnv
import Engine
import Profiles
import Project

/// `sfm-dev doctor`: the engine, the files, what would keep `up` from working, and where each value comes from.
package enum DoctorOperation {
    /// Whether nothing is wrong. What is wrong is told on the way and ends nothing early.
    package static func run(_ invocation: Invocation) async throws(Failure) -> Bool {
        let console = invocation.console
        let checkout = try Checkout.loadOwn(invocation)
        console.data("project    \(checkout.directory)\n")
        var problems: [Diagnostic] = []
        var connection: EngineConnection?
        do throws(Failure) {
            let opened = try await EngineConnection.open(invocation)
            console.data(engine(opened))
            connection = opened
        } catch {
            problems += error.diagnostics
        }
        do throws(Failure) {
            let name = checkout.profileName(invocation.wantedProfile)
            let resolution = try checkout.resolve(profile: name, certificates: .stored)
            problems += resolution.findings(allowingExposed: false)
            console.data(values(resolution.plan, checkout))
            do throws(Failure) { try ProjectFiles.guardOverrides(checkout, resolution.plan) } catch {
                problems += error.diagnostics
            }
            problems += certificates(resolution.plan, checkout)
            if let finding = applicationsConfig(checkout) { problems.append(finding) }
            problems += strayVariables(resolution.plan, invocation.environment)
            _ = try GeneratedFiles(
                checkout: checkout, resolution: resolution, key: try PlanKey.loadOrBlank(checkout.folder)
            ).environmentText()
            if let finding = standIns(resolution.plan, checkout) { problems.append(finding) }
            if let connection { problems += try await obstacles(resolution, checkout, connection.client) }
        } catch {
            problems += error.diagnostics
        }
        do throws(Failure) {
            problems += try PrivateFiles.loose(checkout.folder).map { Diagnostic(.warning, $0.text, hint: $0.hint) }
            // 'up' makes the others private, and refuses these.
            problems += try CertificateFiles(checkout.folder).looseKeys().map {
                Diagnostic(.error, $0.text, hint: $0.hint)
            }
            let git = GitGuard(environment: invocation.environment)
            try git.requireUntracked(checkout.directory + "/.env", named: ".env")
            if let finding = git.history(of: checkout.directory + "/.env", named: ".env") { problems.append(finding) }
            _ = try EditAdoption(checkout: checkout, invocation: invocation).find()
        } catch {
            problems += error.diagnostics
        }
        console.report(problems)
        return !problems.contains { $0.severity == .error }
    }

    private static func engine(_ connection: EngineConnection) -> String {
        let server = connection.version.server ?? "unknown"
        return "engine     \(connection.address.socketPath) (\(connection.address.origin)), \(server), "
            + "API \(connection.version.api)\n"
    }

    private static func values(_ plan: ResolvedPlan, _ checkout: Checkout) -> String {
        let active = checkout.state.activeProfile.map { $0 == plan.profile ? " (active)" : "" } ?? " (not up yet)"
        var rows = [["VALUE", "IS", "FROM"]]
        rows += plan.settings.map { [$0.name, $0.value, $0.origin] }
        rows += plan.credentials.map { [$0.name, $0.value.masked, $0.origin] }
        rows += plan.variables.map { [$0.name, $0.host.masked, $0.origin] }
        return "profile    \(plan.profile)\(active), project '\(plan.project)'\n\n" + TextTable.text(rows)
    }

    /// `SFM_DEV_<NAME>` of which nothing here is called NAME.
    private static func strayVariables(_ plan: ResolvedPlan, _ environment: [String: String]) -> [Diagnostic] {
        let own = ["PROJECT", "IMAGES", "PROFILE", "DIRECTORY", "ENV"]
        let known = plan.settings.map(\.name) + plan.credentials.map(\.name) + plan.variables.map(\.name) + own
        return environment.keys.filter { $0.hasPrefix("SFM_DEV_") && !$0.hasPrefix("SFM_DEV_X_") }.sorted().compactMap {
            let name = String($0.dropFirst(8))
            guard !known.contains(name) else { return nil }
            let near = nearestName(to: name, among: known)
            return Diagnostic(
                .note, "'\($0)' is set and changes nothing in this profile",
                hint: near.map { "did you mean 'SFM_DEV_\($0)'?" })
        }
    }

    /// What is wrong with those that are there; `up` makes what is missing.
    private static func certificates(_ plan: ResolvedPlan, _ checkout: Checkout) -> [Diagnostic] {
        let keeper = CertificateKeeper(files: CertificateFiles(checkout.folder), now: WallClock.seconds())
        do throws(Failure) {
            let entries = try keeper.list(for: plan).filter { $0.facts != nil || $0.fault != .noCertificate }
            return CertificateList(profile: plan.profile, entries: entries).problems { $0 ? .error : .warning }
        } catch {
            // A key that others can read is told with the other files.
            return error.exitCode == .refused ? [] : error.diagnostics
        }
    }

    /// A slip of the pen in the one key would leave every override without effect.
    private static func applicationsConfig(_ checkout: Checkout) -> Diagnostic? {
        guard checkout.overridesPath != "config.yaml",
            checkout.inputs.contains(where: {
                $0.path == "config.yaml" && $0.state != nil
            })
        else { return nil }
        return Diagnostic(
            .note, "config.yaml has no line 'sfm-dev:' and is taken for the application's",
            hint: "write overrides under 'sfm-dev:' in it, or into sfm-dev.config.yaml")
    }

    private static func standIns(_ plan: ResolvedPlan, _ checkout: Checkout) -> Diagnostic? {
        let names = plan.enabledServices.filter(\.isStandIn).map(\.name)
        guard !names.isEmpty else { return nil }
        return Diagnostic(
            .warning, "stand-ins run in place of the real images: \(names.joined(separator: ", "))",
            hint: "remove 'images: stand-in' from \(checkout.overridesPath ?? "SFM_DEV_IMAGES")")
    }

    /// What `up` would find before it changed anything: missing images and networks, taken ports, a full disk.
    private static func obstacles(
        _ resolution: Checkout.Resolution, _ checkout: Checkout, _ engine: any EngineReading
    ) async throws(Failure) -> [Diagnostic] {
        let key = try PlanKey.loadOrBlank(checkout.folder)
        let model = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key).model
        let steps = try await Steps.find(model: model, engine, UpOptions())
        return try await asking { () async throws(EngineError) in
            try await Preflight.run(plan: resolution.plan, starting: steps.starting, pull: nil, engine: engine)
        }.findings
    }
}
