import Compose
package import Diagnostics
import DotEnv
import Profiles
import Project

/// `sfm-dev generate`: the files only, no engine.
package enum GenerateOperation {
    package static func run(_ invocation: Invocation, force: Bool) async throws(Failure) {
        let draft = try await WorkspaceDraft.asking(invocation)
        try draft.resolution.plan.requireFound()
        let files = try draft.files()
        var workspace = try await draft.open(writing: files, adoptingEdits: !force)
        invocation.console.report(workspace.resolution.findings(allowingExposed: true))
        try workspace.generate()
        invocation.console.tell("wrote .env and .sfm-dev/docker-compose.yml for profile '\(workspace.plan.profile)'")
    }

    /// `--check`: what `generate` would change, as a diff on stdout without the values of `.env`; true when nothing.
    package static func check(_ invocation: Invocation) async throws(Failure) -> Bool {
        let checkout = try Checkout.loadOwn(invocation)
        let name = checkout.profileName(invocation.wantedProfile)
        let resolution = try checkout.resolve(profile: name)
        try resolution.plan.requireFound()
        guard let key = try PlanKey.load(checkout.folder) else {
            invocation.console.tell("nothing was generated yet")
            return false
        }
        _ = try EditAdoption(checkout: checkout, invocation: invocation).find()
        let files = try GeneratedFiles(checkout: checkout, resolution: resolution, key: key)
        let (wantedEnvironment, wantedCompose) = (try files.environmentText(), files.model.text)
        let folder = checkout.folder
        let compose = try SafeFile.readText(folder.composeFile, limit: 64 << 20) ?? ""
        let environment = try SafeFile.readText(checkout.directory + "/.env", limit: 4 << 20, secret: true) ?? ""
        let changes =
            LineDiff.text(folder.shown(folder.composeFile), old: compose, new: wantedCompose)
            + LineDiff.names(
                ".env", old: try ManagedFile.parse(environment).block?.entries() ?? [], new: try files.entries())
        invocation.console.data(changes)
        return compose == wantedCompose && environment == wantedEnvironment
    }
}
