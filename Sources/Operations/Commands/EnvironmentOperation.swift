package import Diagnostics
package import DotEnv
import Profiles
import Project

/// `sfm-dev env` where the front cannot answer, and `sfm-dev run`.
package enum EnvironmentOperation {
    package static func env(
        _ invocation: Invocation, _ request: EnvRequest, network: Bool
    ) throws(Failure) -> EnvOutput {
        if request.unset { return EnvCommand.renderUnset(request, environment: invocation.environment) }
        let checkout = try Checkout.loadOwn(invocation)
        let (plan, hash) = try plan(checkout, invocation)
        tellNotes(checkout, plan, invocation)
        return EnvCommand.render(
            request, profile: plan.profile, hash: hash, exported: GeneratedFiles.exported(plan, network: network),
            environment: invocation.environment)
    }

    /// The environment of a command: the caller's, with a surface's variables set and their rivals gone.
    package static func variables(
        _ invocation: Invocation, surface: String?
    ) throws(Failure) -> [String: String] {
        try EnvCommand.check(surface: surface)
        let checkout = try Checkout.loadOwn(invocation)
        let (plan, hash) = try plan(checkout, invocation)
        tellNotes(checkout, plan, invocation)
        let wanted = GeneratedFiles.exported(plan).filter { surface.map($0.surfaces.contains) ?? true }
        let diff = EnvironmentDiff.apply(
            wanted, profile: plan.profile, hash: hash, environment: invocation.environment)
        invocation.console.report(diff.notes)
        tellStanding(invocation, plan, hash)
        var environment = invocation.environment
        for name in diff.unsets { environment[name] = nil }
        for variable in diff.exports { environment[variable.name] = variable.value }
        if let marker = diff.marker { environment[EnvironmentMarker.name] = marker.text }
        return environment
    }

    /// What is known of services that others run; a prompt's hook does not say it each time.
    private static func tellNotes(_ checkout: Checkout, _ plan: ResolvedPlan, _ invocation: Invocation) {
        let notes = checkout.discovered.profiles[plan.profile]?.notes ?? []
        invocation.console.report(notes.map { Diagnostic(.warning, $0) })
    }

    /// Tells when the shell that calls holds another profile's variables, or older ones.
    static func tellStanding(_ invocation: Invocation, _ plan: ResolvedPlan, _ hash: String) {
        guard let text = invocation.environment[EnvironmentMarker.name], let marker = EnvironmentMarker(text),
            let note = standing(marker, plan, hash)
        else { return }
        invocation.console.report([note])
    }

    /// nil where the shell has what the plan exports.
    static func standing(_ marker: EnvironmentMarker, _ plan: ResolvedPlan, _ hash: String) -> Diagnostic? {
        guard marker.profile != plan.profile || marker.hash != hash else { return nil }
        let what = marker.profile == plan.profile ? "older variables" : "the variables of profile '\(marker.profile)'"
        return Diagnostic(.note, "this shell has \(what)", hint: "eval $(sfm-dev env)")
    }

    /// What the project exports to this machine.
    static func exported(
        _ checkout: Checkout, _ invocation: Invocation
    ) throws(Failure) -> (profile: String, hash: String, variables: [ExportedVariable]) {
        let (plan, hash) = try plan(checkout, invocation)
        return (plan.profile, hash, GeneratedFiles.exported(plan))
    }

    private static func plan(
        _ checkout: Checkout, _ invocation: Invocation
    ) throws(Failure) -> (ResolvedPlan, hash: String) {
        let name = checkout.profileName(invocation.wantedProfile)
        let resolution = try checkout.resolve(profile: name, certificates: .stored)
        try ProjectFiles.guardOverrides(checkout, resolution.plan)
        if let name = resolution.made.min() {
            throw Failure(
                .notReached, "credential '\(name)' has not been made yet", hint: "sfm-dev generate, or sfm-dev up")
        }
        try resolution.plan.requireFound()
        let key = try PlanKey.loadOrBlank(checkout.folder)
        return (resolution.plan, GeneratedFiles.hash(resolution.plan, key: key))
    }
}
