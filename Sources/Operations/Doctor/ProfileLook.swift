import Compose
import Convergence
import Diagnostics
import DotEnv
import Engine
import Profiles
import Project

/// What `doctor` looks at in a checkout: the profile, where its values come from, and what would keep it from running.
struct ProfileLook {
    let invocation: Invocation
    /// nil where no engine answers.
    let engine: EngineClient?

    /// - Returns: nil where there is no plan.
    /// - Throws: `.refused` for what a clone brought along: a stranger's word is not reported as this checkout's.
    func look(_ report: inout Examination) async throws(Failure) -> ResolvedPlan? {
        let checkout: Checkout
        do throws(Failure) { checkout = try Checkout.loadOwn(invocation) } catch {
            guard error.exitCode != .refused else { throw error }
            report.add("files", error.diagnostics)
            return nil
        }
        FilesLook(checkout: checkout, invocation: invocation).look(&report)
        return await plan(checkout, &report)
    }

    private func plan(_ saved: Checkout, _ report: inout Examination) async -> ResolvedPlan? {
        var checkout = saved
        let name = checkout.profileName(invocation.wantedProfile)
        var resolution: Checkout.Resolution
        do throws(Failure) { resolution = try checkout.resolve(profile: name, certificates: .stored) } catch {
            report.add("profile", error.diagnostics)
            return nil
        }
        let active = checkout.state.activeProfile.map { $0 == name ? "active" : "'\($0)' is active" } ?? "not up yet"
        report.ok("profile", "\(name) (\(active)), project '\(resolution.plan.project)' in \(checkout.directory)")
        report.add("switch", [checkout.leftNote].compactMap(\.self))
        report.add("profile", resolution.findings(allowingExposed: false))
        report.look("files") { [plan = resolution.plan] _ throws(Failure) in
            try ProjectFiles.guardOverrides(checkout, plan)
        }
        let plan = await network(&checkout, resolution.plan, &report)
        report.add(values(plan))
        if !plan.certificates.isEmpty {
            report.add(
                "certificates", FilesLook(checkout: checkout, invocation: invocation).certificates(plan),
                else: "\(plan.certificates.count) and their CA")
        }
        report.add("profile", [applicationsConfig(checkout)].compactMap(\.self))
        // What looks like a slip of the pen was told with the profile.
        let told = resolution.findings(allowingExposed: false).map(\.message)
        report.add(
            "shell",
            plan.strayVariables(invocation.environment)
                .map { "'SFM_DEV_\($0.name)' is set and changes nothing in this profile" }
                .filter { !told.contains($0) }.map { Diagnostic(.note, $0) })
        shell(plan, checkout, &report)
        report.add("images", [standIns(plan, checkout)].compactMap(\.self))
        resolution.plan = plan
        await obstacles(checkout, resolution, &report)
        return plan
    }

    /// Where this machine reaches what others run; what is found is kept, as by `status`.
    private func network(
        _ checkout: inout Checkout, _ plan: ResolvedPlan, _ report: inout Examination
    ) async -> ResolvedPlan {
        guard let engine, plan.isDiscovered else { return plan }
        var told: [Diagnostic] = []
        let names = plan.externalNetworks.joined(separator: ", ")
        do throws(Failure) {
            let found = try await checkout.discovering(plan, engine) { told += $0 }
            report.add("network", told, else: "\(names): everybody was found")
            return found
        } catch {
            report.add("network", error.diagnostics)
            return plan
        }
    }

    private func values(_ plan: ResolvedPlan) -> [Examination.Value] {
        plan.settings.map { .init(name: $0.name, value: $0.value, origin: $0.origin) }
            + plan.credentials.map { .init(name: $0.name, value: $0.value.masked, origin: $0.origin) }
            + plan.variables.map { .init(name: $0.name, value: $0.host.masked, origin: $0.origin) }
    }

    /// Whose variables the calling shell has.
    private func shell(_ plan: ResolvedPlan, _ checkout: Checkout, _ report: inout Examination) {
        guard let text = invocation.environment[EnvironmentMarker.name], let marker = EnvironmentMarker(text),
            let key = try? PlanKey.loadOrBlank(checkout.folder)
        else { return }
        let note = EnvironmentOperation.standing(marker, plan, GeneratedFiles.hash(plan, key: key))
        report.add(
            "shell", [note].compactMap(\.self), else: "it has the variables of profile '\(plan.profile)'")
    }

    /// A slip of the pen in the one key would leave every override without effect.
    private func applicationsConfig(_ checkout: Checkout) -> Diagnostic? {
        guard checkout.overridesPath != "config.yaml",
            checkout.inputs.contains(where: {
                $0.path == "config.yaml" && $0.state != nil
            })
        else { return nil }
        return Diagnostic(
            .note, "config.yaml has no line 'sfm-dev:' and is taken for the application's",
            hint: "write overrides under 'sfm-dev:' in it, or into sfm-dev.config.yaml")
    }

    private func standIns(_ plan: ResolvedPlan, _ checkout: Checkout) -> Diagnostic? {
        let names = plan.enabledServices.filter(\.isStandIn).map(\.name)
        guard !names.isEmpty else { return nil }
        return Diagnostic(
            .warning, "stand-ins run in place of the real images: \(names.joined(separator: ", "))",
            hint: (invocation.environment["SFM_DEV_IMAGES"] ?? "").isEmpty
                ? "remove 'images: stand-in' from \(checkout.overridesPath ?? "config.yaml")" : "unset SFM_DEV_IMAGES")
    }

    /// What `up` would find before it changed anything: missing images and networks, taken ports, a full disk.
    private func obstacles(
        _ checkout: Checkout, _ resolution: Checkout.Resolution, _ report: inout Examination
    ) async {
        do throws(Failure) {
            let files = try GeneratedFiles(
                checkout: checkout, resolution: resolution, key: try PlanKey.loadOrBlank(checkout.folder))
            _ = try files.environmentText()
            guard let engine else { return }
            let outlook = try await Outlook(files.model, checkout.state, UpOptions(), engine)
            // A fault that was told already would stop it too.
            let isClear = report.isGood && resolution.plan.external.allSatisfy(\.isFound)
            report.add(
                "up", try await outlook.obstacles(engine).findings, else: isClear ? "nothing stands in its way" : nil)
        } catch { report.add("up", error.diagnostics) }
    }
}
