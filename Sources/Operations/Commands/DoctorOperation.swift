import Certificates
import Compose
import Convergence
package import Diagnostics
import DotEnv
import Engine
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
        var report = Examination()
        let checkout = try Checkout.loadOwn(invocation)
        report.ok("sfm-dev", "\(version) on \(MachineLook.system)")
        let machine = MachineLook(invocation: invocation)
        let connection = await machine.engine(&report)
        await machine.compose(&report)
        if let connection { await machine.disk(&report, connection.client) }
        let plan = await plan(checkout, invocation, connection, &report)
        files(checkout, invocation, &report)
        if let plan, let connection { await ServicesLook(plan: plan, engine: connection.client).look(&report) }
        invocation.console.data(json ? report.json : report.text)
        if let bundle {
            let path = bundle.hasPrefix("/") ? bundle : "\(Self.workingDirectory)/\(bundle)"
            try await DoctorBundle(report: report, folder: checkout.folder).write(to: path, plan, connection)
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

    /// The profile, and what would keep it from running.
    private static func plan(
        _ saved: Checkout, _ invocation: Invocation, _ connection: EngineConnection?, _ report: inout Examination
    ) async -> ResolvedPlan? {
        var checkout = saved
        do throws(Failure) {
            let name = checkout.profileName(invocation.wantedProfile)
            var resolution = try checkout.resolve(profile: name, certificates: .stored)
            let active =
                checkout.state.activeProfile.map { $0 == name ? "active" : "'\($0)' is active" } ?? "not up yet"
            report.ok(
                "profile", "\(name) (\(active)), project '\(resolution.plan.project)' in \(checkout.directory)")
            report.add("profile", resolution.findings(allowingExposed: false))
            report.look("files") { _ throws(Failure) in try ProjectFiles.guardOverrides(checkout, resolution.plan) }
            if let connection { resolution = try await network(&checkout, resolution, connection, &report) }
            report.add(values(resolution.plan))
            if !resolution.plan.certificates.isEmpty {
                report.add(
                    "certificates", certificates(resolution.plan, checkout),
                    else: "\(resolution.plan.certificates.count) and their CA")
            }
            report.add("profile", [applicationsConfig(checkout)].compactMap(\.self))
            report.add("shell", strayVariables(resolution.plan, invocation.environment))
            shell(resolution.plan, checkout, invocation, &report)
            _ = try GeneratedFiles(
                checkout: checkout, resolution: resolution, key: try PlanKey.loadOrBlank(checkout.folder)
            ).environmentText()
            report.add("images", [standIns(resolution.plan, checkout)].compactMap(\.self))
            if let connection {
                report.add(
                    "up", try await obstacles(resolution, checkout, connection.client),
                    else: "nothing stands in its way")
            }
            return resolution.plan
        } catch {
            report.add("profile", error.diagnostics)
            return nil
        }
    }

    /// Where this machine reaches what others run; what is found is kept, as by `status`.
    private static func network(
        _ checkout: inout Checkout, _ resolution: Checkout.Resolution, _ connection: EngineConnection,
        _ report: inout Examination
    ) async throws(Failure) -> Checkout.Resolution {
        guard resolution.plan.external.contains(where: { $0.discovered != nil }) else { return resolution }
        do throws(Failure) {
            let isChanged = try await checkout.discover(for: resolution.plan, connection.client)
            let networks = resolution.plan.networks.filter(\.isExternal).map(\.name)
            report.ok("network", "\(networks.joined(separator: ", ")): everybody was found")
            guard isChanged else { return resolution }
            try checkout.discovered.save(checkout.folder)
            return try checkout.resolve(profile: resolution.plan.profile, certificates: .stored)
        } catch {
            report.add("network", error.diagnostics)
            var lost = resolution
            lost.plan.lose()
            return lost
        }
    }

    private static func values(_ plan: ResolvedPlan) -> [Examination.Value] {
        plan.settings.map { .init(name: $0.name, value: $0.value, origin: $0.origin) }
            + plan.credentials.map { .init(name: $0.name, value: $0.value.masked, origin: $0.origin) }
            + plan.variables.map { .init(name: $0.name, value: $0.host.masked, origin: $0.origin) }
    }

    /// Whose variables the calling shell has.
    private static func shell(
        _ plan: ResolvedPlan, _ checkout: Checkout, _ invocation: Invocation, _ report: inout Examination
    ) {
        guard let text = invocation.environment[EnvironmentMarker.name], let marker = EnvironmentMarker(text),
            let key = try? PlanKey.loadOrBlank(checkout.folder)
        else { return }
        let note = EnvironmentOperation.standing(marker, plan, GeneratedFiles.hash(plan, key: key))
        report.add(
            "shell", [note].compactMap(\.self), else: "it has the variables of profile '\(plan.profile)'")
    }

    private static func files(_ checkout: Checkout, _ invocation: Invocation, _ report: inout Examination) {
        let before = report.lines.count
        report.look("files") { report throws(Failure) in
            report.add(
                "files",
                try PrivateFiles.loose(checkout.folder).map { Diagnostic(.warning, $0.text, hint: $0.hint) })
            // 'up' makes the others private, and refuses these.
            report.add(
                "files",
                try CertificateFiles(checkout.folder).looseKeys().map { Diagnostic(.error, $0.text, hint: $0.hint) })
        }
        report.look("git") { report throws(Failure) in
            let git = GitGuard(environment: invocation.environment)
            try git.requireUntracked(checkout.directory + "/.env", named: ".env")
            let history = git.history(of: checkout.directory + "/.env", named: ".env")
            report.add("git", [history].compactMap(\.self))
        }
        report.look("files") { _ throws(Failure) in
            _ = try EditAdoption(checkout: checkout, invocation: invocation).find()
        }
        if report.lines.count == before { report.ok("files", "private, and out of git's reach") }
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
