package import Diagnostics
package import DotEnv
import Project

/// `sfm-dev hook` where the front cannot answer, and `sfm-dev allow`.
package enum HookOperation {
    package static func prompt(_ invocation: Invocation, _ request: HookRequest) -> EnvOutput {
        let environment = CallingEnvironment(invocation.environment)
        return HookCommand.render(request, place(invocation, environment), environment: environment)
    }

    /// Lets this project's variables into shells with the hook, as it is now: whoever changes it must ask again.
    package static func allow(_ invocation: Invocation, revoke: Bool) throws(Failure) {
        let environment = CallingEnvironment(invocation.environment)
        if revoke {
            let directory = try invocation.projectDirectory()
            try AllowList.revoke(directory, environment)
            return invocation.console.tell("'\(directory)' may no longer set variables in your shell")
        }
        let draft = try WorkspaceDraft(of: try HeldCheckout(invocation, locking: false), UpOptions())
        try draft.requireUntracked()
        try record(draft.checkout, draft.resolution.named, invocation)
        invocation.console.tell("'\(draft.checkout.directory)' may set variables in your shell")
    }

    /// What a changing command does by the way: whoever runs it trusts the project.
    static func record(
        _ checkout: Checkout, _ named: [Checkout.NamedFile], _ invocation: Invocation
    ) throws(Failure) {
        try AllowList.allow(
            checkout.directory, files: checkout.files, named: Checkout.contents(named),
            inputs: checkout.inputs + named.map(\.input), CallingEnvironment(invocation.environment))
    }

    private static func place(_ invocation: Invocation, _ environment: CallingEnvironment) -> HookPlace {
        guard let directory = try? invocation.projectDirectory() else { return .outside }
        do throws(Failure) {
            let checkout = try Checkout.loadOwn(invocation)
            var named: [Checkout.NamedFile] = []
            let standing = AllowList.standing(
                directory, files: checkout.files,
                named: {
                    // Without a plan there are no such files, and no variables either: that is told where they are wanted.
                    let profile = checkout.profileName(invocation.wantedProfile)
                    named = (try? checkout.resolve(profile: profile, certificates: .stored).named) ?? []
                    return Checkout.contents(named)
                }, environment)
            switch standing {
            case .unknown: return .notAllowed(directory)
            case .changed:
                return .refused(
                    directory: directory,
                    reason: "profiles, templates or overrides changed; look at them, then run: sfm-dev allow")
            case .allowed: break
            }
            // Touched, and the same: the front need not ask again.
            try record(checkout, named, invocation)
            let current = try EnvironmentOperation.exported(checkout, invocation)
            return .project(
                directory: directory, profile: current.profile, hash: current.hash, exported: current.variables)
        } catch {
            let reason = error.diagnostics.first?.message ?? "it cannot be read"
            return .refused(directory: directory, reason: "no variables are set: \(reason); run: sfm-dev doctor")
        }
    }
}
