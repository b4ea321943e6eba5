import Diagnostics
import DotEnv
import Profiles
import Project

/// Takes over what a person changed in `.env` by hand, before it is written anew: credentials go into the store, anything
/// else ends the command.
struct EditAdoption {
    let checkout: Checkout
    let invocation: Invocation

    /// Call it with the lock held and every journal settled.
    /// - Returns: the credentials that were taken over.
    func run() throws(Failure) -> [String] {
        guard let (edits, resolution) = try find(), !edits.credentials.isEmpty else { return [] }
        var store = resolution.store
        // Whoever set a credential after the edit wants that value.
        let edited = FileFacts.modified(checkout.directory + "/.env") ?? 0
        let taken = edits.credentials.filter { name, _ in (store[name]?.time ?? 0) <= edited }
        try refuseUnfit(taken, resolution.plan.profile)
        for (name, value) in taken {
            try store.set(name, Credential(value: value, source: .supplied, time: WallClock.seconds()))
        }
        try store.save(checkout.folder)
        return taken.keys.sorted()
    }

    /// A value that no plan could have is not kept: the one before would be lost for it.
    private func refuseUnfit(_ taken: [String: Secret], _ profile: String) throws(Failure) {
        if let name = taken.keys.sorted().first(where: { taken[$0]?.reveal().isEmpty == true }) {
            throw Failure(
                .badInput, "'\(name)' was emptied in '.env'",
                hint: "sfm-dev generate --force writes the value before, sfm-dev credentials set \(name) another")
        }
        var trial = checkout
        for (name, value) in taken { trial.pending[name] = Credential(value: value, source: .supplied, time: 0) }
        do throws(Failure) { _ = try trial.resolve(profile: profile, certificates: .stored) } catch {
            var failure = error
            failure.diagnostics.append(
                Diagnostic(
                    .note, "edited in '.env': \(taken.keys.sorted().joined(separator: ", "))",
                    hint: "sfm-dev generate --force writes the value before"))
            throw failure
        }
    }

    /// What was edited, nothing taken over yet; nil where nothing was.
    /// - Throws: `.badInput` for what cannot be taken over.
    func find() throws(Failure) -> (HandEdits, Checkout.Resolution)? {
        guard let block = try edited(), let key = try PlanKey.load(checkout.folder) else { return nil }
        let active = block.profile
        let resolution = try checkout.resolve(profile: active, certificates: .stored)
        let before =
            if let written = try written(block) {
                written
            } else {
                try GeneratedFiles(checkout: checkout, resolution: resolution, key: key).entries()
            }
        let edits = HandEdits(
            found: try block.entries(), written: before, plan: resolution.plan,
            profile: try checkout.profile(active))
        try refuse(edits, resolution.plan)
        return (edits, resolution)
    }

    /// Whether somebody changed the block.
    func isEdited() throws(Failure) -> Bool { try edited() != nil }

    /// The active profile's block, if its seal does not fit.
    private func edited() throws(Failure) -> ManagedBlock? {
        let path = checkout.directory + "/.env"
        guard let active = checkout.state.activeProfile, let key = try PlanKey.load(checkout.folder),
            let text = try SafeFile.readText(path, limit: 4 << 20, named: ".env", secret: true),
            let block = try ManagedFile.parse(text).block, block.profile == active,
            // A block whose own seal fits is merely old.
            GeneratedFiles.seal(block.profile, block.body, key) != block.hmac
        else { return nil }
        return block
    }

    /// The block as it was written, which the plan need not be any more; nil where that is not known.
    private func written(_ found: ManagedBlock) throws(Failure) -> [EnvEntry]? {
        let path = checkout.folder.writtenBlock
        guard let text = try SafeFile.readText(path, limit: 4 << 20, named: checkout.folder.shown(path), secret: true),
            let block = try? ManagedFile.parse(text).block, block.hmac == found.hmac
        else { return nil }
        return try block.entries()
    }

    private func refuse(_ edits: HandEdits, _ plan: ResolvedPlan) throws(Failure) {
        if let name = edits.contradictions.min() {
            throw Failure(
                .badInput, "'.env' was edited by hand and has two different new values of '\(name)'",
                hint: "sfm-dev credentials set \(name), then sfm-dev generate --force")
        }
        for name in edits.credentials.keys.sorted() {
            // The store would lose against both, and the edit with it.
            guard let origin = plan.credentials.first(where: { $0.name == name })?.origin,
                origin == "SFM_DEV_\(name)" || origin == checkout.overridesPath
            else { continue }
            throw Failure(
                .badInput, "'\(name)' was edited in '.env', but \(origin) fixes it",
                hint: "change it in \(origin), then sfm-dev generate --force")
        }
        if !edits.others.isEmpty {
            throw Failure(
                .badInput,
                "the managed block of '.env' was edited by hand: \(edits.others.sorted().joined(separator: ", "))",
                notes: [.init("the block is written anew from the profile; a change belongs into config.yaml")],
                hint: "set it in config.yaml under 'sfm-dev:', then sfm-dev generate --force")
        }
    }
}
