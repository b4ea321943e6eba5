import Diagnostics
import Kubernetes
import Profiles
import Project

/// What a cluster is given, worked out of this checkout; nothing is changed.
struct ClusterSource {
    let checkout: Checkout
    let plan: ResolvedPlan
    let settings: ClusterSettings
    let values: ClusterValues

    /// What a profile says is larger by far.
    private static let limit = 1 << 20

    /// - Parameter needsValues: where only names count, a credential need not be set and a file need not be there: they may
    ///   be known to the cluster's own manager of secrets and to nobody here.
    init(_ invocation: Invocation, _ request: ClusterRequest, needsValues: Bool = true) throws(Failure) {
        let surfaces = try request.surfaces()
        var checkout = try Checkout.loadOwn(invocation)
        let profile = checkout.profileName(invocation.wantedProfile)
        checkout.networkAddresses = try Self.addresses(request.addresses)
        let unset = needsValues ? [] : try checkout.credentials(of: profile).filter { $0.value == nil }.map(\.rule.name)
        let resolution = try checkout.resolve(profile: profile, assuming: unset, certificates: .stored)
        try ProjectFiles.guardOverrides(checkout, resolution.plan)
        if needsValues, let name = resolution.made.min() {
            let isActive = profile == checkout.state.activeProfile ?? profile
            throw Failure(
                .notReached, "credential '\(name)' has not been made yet",
                hint: isActive ? "sfm-dev generate --profile \(profile)" : "sfm-dev switch \(profile) --files-only")
        }
        plan = resolution.plan
        try Self.requireServices(checkout.networkAddresses.keys.sorted(), plan)
        settings = try Self.settings(checkout, request, project: plan.project)
        values = try ClusterValues.of(
            plan, surfaces: surfaces, contents: Self.contents(plan, surfaces, checkout, needsValues))
        self.checkout = checkout
    }

    /// A cluster may be for development; that its values are is told before they are sent.
    var developmentWarning: [Diagnostic] {
        let names = ProductionRules(values, plan, ownFolder: checkout.folder.path).developmentVariables
        guard !names.isEmpty else { return [] }
        return [
            Diagnostic(
                .warning, "development values, which everybody can read: \(names.joined(separator: ", "))",
                hint: "sfm-dev kubernetes check --profile \(plan.profile)")
        ]
    }

    /// The settings alone, for commands that need no value.
    static func settings(_ invocation: Invocation, _ request: ClusterRequest) throws(Failure) -> ClusterSettings {
        let checkout = try Checkout.loadOwn(invocation)
        let profile = try checkout.profile(checkout.profileName(invocation.wantedProfile))
        return try settings(
            checkout, request, project: profile.project?.text ?? checkout.profileName(invocation.wantedProfile))
    }

    private static func settings(
        _ checkout: Checkout, _ request: ClusterRequest, project: String
    ) throws(Failure) -> ClusterSettings {
        let path = ClusterSettings.path
        let bytes = try SafeFile.read("\(checkout.directory)/\(path)", limit: limit, named: path)
        var settings = try ClusterSettings.read(bytes, project: project)
        if let namespace = request.namespace {
            guard ClusterName.isLabel(namespace) else { throw name(namespace, "--namespace") }
            settings.namespace = namespace
        }
        if let secret = request.secret {
            guard ClusterName.isSubdomain(secret) else { throw name(secret, "--name") }
            settings.secret = secret
        }
        return settings
    }

    private static func name(_ text: String, _ option: String) -> Failure {
        Failure(
            .usage, "'\(text)' is no name of Kubernetes",
            hint: "\(option) takes small letters, digits and '-', a letter or digit at both ends")
    }

    private static func addresses(_ texts: [String]) throws(Failure) -> [String: HostAndPort] {
        var found: [String: HostAndPort] = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let address = HostAndPort(String(parts[1])) else {
                throw Failure(
                    .usage, "'\(text)' names no service and its address",
                    hint: "--set-address postgres=db.example:5432")
            }
            found[String(parts[0])] = address
        }
        return found
    }

    private static func requireServices(_ names: [String], _ plan: ResolvedPlan) throws(Failure) {
        let known = plan.services.filter { $0.endpoint != nil }.map(\.name) + plan.external.map(\.name)
        guard let name = names.first(where: { !known.contains($0) }) else { return }
        throw Failure(
            .usage, "profile '\(plan.profile)' has no service '\(name)' with an address",
            hint: suggestion(for: name, among: known, called: "services"))
    }

    /// The files that variables name, as they lie on this machine.
    private static func contents(
        _ plan: ResolvedPlan, _ surfaces: Set<Surface>, _ checkout: Checkout, _ needsValues: Bool
    ) throws(Failure) -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        var missing: [Diagnostic] = []
        for file in ClusterValues.wantedFiles(plan, surfaces: surfaces) {
            let isInside = file.host.hasPrefix(checkout.directory + "/")
            let shown = isInside ? String(file.host.dropFirst(checkout.directory.count + 1)) : file.host
            let variable = plan.variables.first { $0.files.contains(file) }?.name ?? ""
            switch ProjectFiles.named(file.host) {
            case .bytes(let bytes): contents[file.host] = bytes
            case .unreadable(let reason): missing.append(Diagnostic(.error, reason))
            case .absent:
                let isOurs = file.host.hasPrefix(checkout.folder.path + "/")
                missing.append(
                    Diagnostic(
                        .error, "'\(shown)', the file of '\(variable)', is not there",
                        hint: isOurs
                            ? "sfm-dev certificates issue --profile \(plan.profile)" : "make it, or correct the profile"
                    ))
            }
        }
        guard missing.isEmpty || !needsValues else { throw Failure(.badInput, missing) }
        return contents
    }
}
