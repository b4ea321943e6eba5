import Compose
import Diagnostics
import DotEnv
import Profiles
import Project

/// The files that a plan becomes: the compose file, `.env` and the stamp of the `env` front.
struct GeneratedFiles {
    let checkout: Checkout
    let resolution: Checkout.Resolution
    let model: ComposeModel
    let key: PlanKey

    private var plan: ResolvedPlan { resolution.plan }
    private var folder: StateFolder { checkout.folder }
    private var environmentPath: String { checkout.directory + "/.env" }

    init(checkout: Checkout, resolution: Checkout.Resolution, key: PlanKey) throws(Failure) {
        self.checkout = checkout
        self.resolution = resolution
        self.key = key
        let digests = try MountDigests.of(resolution.plan)
        model = ComposeModel(
            plan: resolution.plan, directory: checkout.directory, planKey: key.bytes, mountDigests: digests)
    }

    /// What is exported, in the profile's order, as one vantage sees it.
    static func exported(_ plan: ResolvedPlan, network: Bool = false) -> [ExportedVariable] {
        plan.variables.map { variable in
            let value = network ? variable.network : variable.host
            return ExportedVariable(
                name: variable.name, value: value.reveal(), surfaces: variable.surfaces.map(\.rawValue).sorted(),
                isSecret: value.isSecret, rivals: variable.rivals)
        }
    }

    /// The managed block: what docker compose needs to know, the exported names, and what the compose file interpolates.
    private func block() throws(Failure) -> ManagedBlock {
        var entries = [
            EnvEntry("COMPOSE_FILE", ".sfm-dev/docker-compose.yml"), EnvEntry("COMPOSE_PROJECT_NAME", plan.project),
        ]
        let with = plan.enabledServices.filter(\.isOptional).map { "with-\($0.name)" }
        if !with.isEmpty { entries.append(EnvEntry("COMPOSE_PROFILES", with.joined(separator: ","))) }
        entries += plan.variables.map { EnvEntry($0.name, $0.host.reveal()) }
        entries += plan.secrets.map { EnvEntry($0.variable, $0.value.reveal()) }
        for entry in entries { try EnvValue.check(entry.name, entry.value) }
        let body = EnvFileWriter.lines(entries)
        return ManagedBlock(profile: plan.profile, hmac: Self.seal(plan.profile, body, key), body: body)
    }

    private static func seal(_ profile: String, _ body: String, _ key: PlanKey) -> String {
        key.hmacHex(Array((profile + "\n" + body).utf8))
    }

    /// The marker's hash of what is exported: it tells one set from another and nothing of a value.
    static func hash(_ plan: ResolvedPlan, key: PlanKey) -> String {
        let text = exported(plan).map { "\($0.name)=\($0.value)" }.joined(separator: "\0")
        return String(key.hmacHex(Array((plan.profile + "\0" + text).utf8)).prefix(16))
    }

    /// The new texts of `.env` and the compose file.
    /// - Parameter force: hand edits inside the managed block are lost.
    func texts(force: Bool) throws(Failure) -> (environment: String, compose: String) {
        let block = try block()
        let present = try SafeFile.readText(environmentPath, limit: 4 << 20, named: ".env", secret: true) ?? ""
        let file = try ManagedFile.parse(present)
        let names = Set(try block.entries().map(\.name))
        let clashes = try file.redefinitions(of: names)
        guard clashes.isEmpty else { throw Failure(.badInput, clashes) }
        if let old = file.block, !force { try refuseEdits(old, block) }
        return (file.splicing(block), model.text)
    }

    /// A block whose own seal fits is merely old. One that does not, of the active profile, was edited by hand.
    private func refuseEdits(_ old: ManagedBlock, _ new: ManagedBlock) throws(Failure) {
        let isActive = old.profile == (checkout.state.activeProfile ?? old.profile)
        // Without the key that sealed it nothing can be said of an old block; it is rewritten.
        let isSealed = try PlanKey.load(folder).map { Self.seal(old.profile, old.body, $0) == old.hmac } ?? true
        guard isActive, !isSealed else { return }
        let before = Dictionary(try old.entries().map { ($0.name, $0.value) }) { $1 }
        let after = Dictionary(try new.entries().map { ($0.name, $0.value) }) { $1 }
        let names = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
        guard !names.isEmpty else { return }
        throw Failure(
            .badInput, "the managed block of '.env' was edited by hand: \(names.joined(separator: ", "))",
            notes: [.init("the block is written anew from the profile; a change belongs into config.yaml")],
            hint: "set it in config.yaml under 'sfm-dev:', then sfm-dev generate --force")
    }

    /// Writes everything, credentials first, the stamp last: it vouches for the others.
    func write(force: Bool, waitingFor state: ProjectState) throws(Failure) {
        let git = GitGuard(environment: checkout.environment)
        try git.requireUntracked(environmentPath, named: ".env")
        try ProjectFiles.guardOverrides(checkout)
        let texts = try texts(force: force)
        if !resolution.newCredentials.isEmpty {
            var store = resolution.store
            for (name, credential) in resolution.newCredentials { try store.set(name, credential) }
            try store.save(folder)
        }
        try AtomicFile.update(folder.composeFile, to: texts.compose, named: folder.shown(folder.composeFile))
        try AtomicFile.update(environmentPath, to: texts.environment, named: ".env")
        try state.save(folder)
        try writeStamp()
    }

    private func writeStamp() throws(Failure) {
        var paths = [".env", folder.shown(folder.state), folder.shown(try folder.credentials(plan.profile))]
        paths += ProjectFiles.overrideNames
        paths += checkout.files.keys.filter { $0.hasPrefix("profiles/") || $0.hasPrefix("compose/") }
        let inputs = paths.sorted().map { Stamp.Input($0, in: checkout.directory) }
        let stamp = Stamp(
            profile: plan.profile, hash: Self.hash(plan, key: key), inputs: inputs,
            variables: Self.exported(plan).map { Stamp.Variable($0) })
        guard let text = stamp.text else { return }
        try AtomicFile.update(folder.stamp, to: text, named: folder.shown(folder.stamp))
    }
}
