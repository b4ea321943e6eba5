import Compose
import Diagnostics
import DotEnv
import Profiles
import Project

/// The files that a plan becomes: the compose file, `.env` and the stamp of the `env` front.
struct GeneratedFiles {
    var checkout: Checkout
    let resolution: Checkout.Resolution
    let model: ComposeModel
    let key: PlanKey
    /// The managed block, where it was prepared.
    private var made: ManagedBlock?

    private var plan: ResolvedPlan { resolution.plan }
    private var folder: StateFolder { checkout.folder }
    private var environmentPath: String { checkout.directory + "/.env" }

    /// - Parameter model: the plan's, where it is known already.
    init(
        checkout: Checkout, resolution: Checkout.Resolution, key: PlanKey, model: ComposeModel? = nil
    ) throws(Failure) {
        self.checkout = checkout
        self.resolution = resolution
        self.key = key
        self.model =
            if let model { model } else {
                ComposeModel(
                    plan: resolution.plan, directory: checkout.directory, planKey: key.bytes,
                    mountDigests: try MountDigests.of(resolution.plan))
            }
    }

    /// What is exported, in the profile's order, as one vantage sees it.
    static func exported(_ plan: ResolvedPlan, network: Bool = false) -> [ExportedVariable] {
        plan.variables.compactMap { variable in
            let value = network ? variable.network : variable.host
            // SFM takes "set but empty" for set.
            guard !value.reveal().isEmpty else { return nil }
            return ExportedVariable(
                name: variable.name, value: value.reveal(), surfaces: variable.surfaces.map(\.rawValue).sorted(),
                isSecret: value.isSecret, rivals: variable.rivals)
        }
    }

    /// The managed block: what docker compose needs to know, the exported names, and what the compose file interpolates.
    func entries() throws(Failure) -> [EnvEntry] {
        var entries = [
            EnvEntry("COMPOSE_FILE", ".sfm-dev/docker-compose.yml"), EnvEntry("COMPOSE_PROJECT_NAME", plan.project),
        ]
        let with = plan.enabledServices.filter(\.isOptional).map { "with-\($0.name)" }
        if !with.isEmpty { entries.append(EnvEntry("COMPOSE_PROFILES", with.joined(separator: ","))) }
        entries += plan.variables.map { EnvEntry($0.name, $0.host.reveal()) }
        entries += plan.secrets.map { EnvEntry($0.variable, $0.value.reveal()) }
        entries += plan.configs.filter(\.value.isSecret).map { EnvEntry($0.variable, $0.value.reveal()) }
        for entry in entries { try EnvValue.check(entry.name, entry.value) }
        return entries
    }

    /// Makes what is going to be asked for more than once.
    mutating func prepare() throws(Failure) { made = try block() }

    private func block() throws(Failure) -> ManagedBlock {
        if let made { return made }
        let body = EnvFileWriter.lines(try entries())
        return ManagedBlock(profile: plan.profile, hmac: Self.seal(plan.profile, body, key), body: body)
    }

    static func seal(_ profile: String, _ body: String, _ key: PlanKey) -> String {
        key.hmacHex(Array((profile + "\n" + body).utf8))
    }

    /// The marker's hash of what is exported: it tells one set from another and nothing of a value.
    static func hash(_ plan: ResolvedPlan, key: PlanKey) -> String {
        let text = exported(plan).map { "\($0.name)=\($0.value)" }.joined(separator: "\0")
        return String(key.hmacHex(Array((plan.profile + "\0" + text).utf8)).prefix(16))
    }

    /// The new text of `.env`.
    /// - Throws: where the present file is none that could be written, or defines a managed name itself.
    func environmentText() throws(Failure) -> String { try environmentText(try block()) }

    private func environmentText(_ block: ManagedBlock) throws(Failure) -> String {
        let file = try presentFile()
        let names = Set(try block.entries().map(\.name))
        let clashes = try file.redefinitions(of: names)
        guard clashes.isEmpty else { throw Failure(.badInput, clashes) }
        return file.splicing(block)
    }

    /// Whether the block of `.env` says what the plan says.
    func isWritten() throws(Failure) -> Bool { try presentFile().block == block() }

    /// What the user's own lines in `.env` beat.
    func rivalWarnings() throws(Failure) -> [Diagnostic] {
        let pairs = plan.variables.flatMap { variable in variable.rivals.map { ($0, variable.name) } }
        return try presentFile().rivals(Dictionary(pairs) { first, _ in first })
    }

    private func presentFile() throws(Failure) -> ManagedFile {
        try ManagedFile.parse(
            try SafeFile.readText(environmentPath, limit: 4 << 20, named: ".env", secret: true) ?? "")
    }

    /// Writes everything, credentials first, the stamp last: it vouches for the others. Git was asked when the lock was taken.
    func write(waitingFor state: ProjectState) throws(Failure) {
        let block = try block()
        let environment = try environmentText(block)
        if resolution.changesStore { try resolution.store.save(folder) }
        try resolution.certificates?.save(CertificateFiles(folder))
        try AtomicFile.update(folder.composeFile, to: model.text, named: folder.shown(folder.composeFile))
        // Before `.env`: a kill between the two leaves a block whose own seal fits.
        try AtomicFile.update(folder.writtenBlock, to: block.text, named: folder.shown(folder.writtenBlock))
        try AtomicFile.update(environmentPath, to: environment, named: ".env", by: folder.path)
        try state.save(folder)
        try writeStamp()
    }

    private func writeStamp() throws(Failure) {
        // What the caller's environment sets counts for one command; nothing may vouch for it afterwards.
        guard !checkout.environment.keys.contains(where: { $0 != "SFM_DEV_PROFILE" && ValidFiles.overrides($0) }) else {
            return try AtomicFile.remove(folder.stamp, named: folder.shown(folder.stamp))
        }
        // These three nobody else writes while the lock is held; what is discovered, whoever looks.
        let own =
            [".env", folder.shown(folder.state), folder.shown(try folder.credentials(plan.profile))]
            + (plan.external.isEmpty ? [] : [folder.shown(folder.discovered)])
        let inputs =
            (checkout.inputs + resolution.named.map(\.input) + own.map { Stamp.Input($0, in: checkout.directory) })
            .sorted { $0.path < $1.path }
        let stamp = Stamp(
            profile: plan.profile, hash: Self.hash(plan, key: key), inputs: inputs,
            hasNotes: !(checkout.discovered.profiles[plan.profile]?.notes ?? []).isEmpty,
            variables: Self.exported(plan).map { Stamp.Variable($0) })
        guard let text = stamp.text else { return }
        try AtomicFile.update(folder.stamp, to: text, named: folder.shown(folder.stamp))
    }
}
