package import Diagnostics
import DotEnv
import Kubernetes
import Profiles
import Project

/// The rendering commands under `sfm-dev kubernetes`: text on standard output, or to kubectl by `--apply`.
package enum KubernetesOperation {
    package enum SecretForm: Sendable, Equatable {
        case yaml, dotenv, kubectl
        /// One value, as it is.
        case key(String)
    }

    package static func secret(
        _ invocation: Invocation, _ request: ClusterRequest, _ form: SecretForm, createsNamespace: Bool, applies: Bool
    ) async throws(Failure) {
        let source = try ClusterSource(invocation, request)
        let (settings, values) = (source.settings, source.values)
        let mask = applies ? nil : request.mask(invocation.console)
        switch form {
        case .yaml:
            let manifest = SecretManifest(
                name: settings.secret, namespace: settings.namespace, data: values.data, mask: mask)
            let objects = (createsNamespace ? [Manifests.namespace(settings.namespace)] : []) + [manifest.value]
            let text = Manifests.text(objects)
            guard !applies else {
                try request.requireAllSurfaces("--apply")
                return try await apply(
                    invocation, request, settings, text, profile: source.plan.profile,
                    options: createsNamespace ? ["--create-namespace"] : [], secret: settings.secret,
                    canCreateNamespace: true, warnings: source.developmentWarning)
            }
            invocation.console.data(text)
        case .dotenv: invocation.console.data(try SecretFile.text(values, mask: mask))
        case .kubectl:
            invocation.console.data(
                SecretCommand.text(
                    values, name: settings.secret, namespace: settings.namespace,
                    program: request.program(invocation, profile: source.plan.profile),
                    createsNamespace: createsNamespace))
            return invocation.console.report([SecretCommand.note(values)].compactMap(\.self))
        case .key(let key):
            guard let found = values.data.first(where: { $0.key == key }) else {
                throw Failure(
                    .usage, "the Secret has no key '\(key)'",
                    hint: suggestion(for: key, among: values.keys, called: "keys"))
            }
            // Asked for by its name.
            invocation.console.data(found.bytes)
            return
        }
        tellMask(
            invocation, request, mask, profile: source.plan.profile, form == .dotenv ? ["--dotenv"] : [])
    }

    package static func externalSecret(
        _ invocation: Invocation, _ request: ClusterRequest, forOldOperators: Bool, applies: Bool
    ) async throws(Failure) {
        let version = forOldOperators ? ExternalSecretManifest.Version.v1beta1 : .v1
        let source = try ClusterSource(invocation, request, needsValues: false)
        let manifest = ExternalSecretManifest(
            values: source.values, settings: source.settings, external: try external(source.settings),
            version: version)
        try manifest.external.requireUnique(source.values.keys)
        if let warning = version.warning { invocation.console.report([Diagnostic(.warning, warning)]) }
        let text = Manifests.text([manifest.value], header: manifest.notes)
        guard applies else { return invocation.console.data(text) }
        let options = version == .v1 ? [] : ["--api-version", version.rawValue]
        try await apply(
            invocation, request, source.settings, text, profile: source.plan.profile, options: options)
    }

    /// - Parameter data: the values instead of the commands.
    package static func vault(
        _ invocation: Invocation, _ request: ClusterRequest, data: Bool
    ) throws(Failure) {
        let source = try ClusterSource(invocation, request, needsValues: data)
        let command = VaultCommand(values: source.values, external: try external(source.settings))
        let mask = request.mask(invocation.console)
        let json = try command.json(mask: mask)
        guard data else {
            invocation.console.data(command.text(request.program(invocation, profile: source.plan.profile)))
            return invocation.console.report([command.note])
        }
        invocation.console.data(json)
        tellMask(invocation, request, mask, profile: source.plan.profile, ["--data"])
    }

    /// - Parameters:
    ///   - usesExternalSecret: the chart makes the ExternalSecret, else somebody makes the Secret.
    ///   - usesReloader: Stakater's Reloader restarts the pods, else `rotate` does.
    ///   - serviceAccount: who the backup jobs are; nil where they have keys in a Secret.
    package static func values(
        _ invocation: Invocation, _ request: ClusterRequest, usesExternalSecret: Bool, usesReloader: Bool,
        serviceAccount: String?
    ) throws(Failure) {
        let found = try ClusterSource(invocation, request, needsValues: false)
        try request.requireAllSurfaces("'values'")
        if usesExternalSecret { try external(found.settings).requireUnique(found.values.keys) }
        if let serviceAccount, !ClusterName.isSubdomain(serviceAccount) {
            throw Failure(
                .usage, "'\(serviceAccount)' is no name of Kubernetes",
                hint: "--service-account takes the name of a ServiceAccount")
        }
        let values = HelmValues(
            values: found.values, settings: found.settings,
            source: usesExternalSecret ? .externalSecret : .existing, restart: usesReloader ? .reloader : .manual,
            backup: serviceAccount.map { .account($0) } ?? .secret)
        invocation.console.data(Manifests.text([values.value], header: values.notes))
    }

    package static func manifests(
        _ invocation: Invocation, _ request: ClusterRequest, createsNamespace: Bool, applies: Bool
    ) async throws(Failure) {
        let source = try ClusterSource(invocation, request)
        let key = try PlanKey.load(source.checkout.folder)
        let mask = applies ? nil : request.mask(invocation.console)
        let stores = StoreManifests(source.plan, source.settings, mask: mask) { bytes in
            key.map { String($0.hmacHex(bytes).prefix(16)) }
        }
        let namespace = createsNamespace ? [Manifests.namespace(source.settings.namespace)] : []
        let text = Manifests.text(namespace + (try stores.objects()))
        invocation.console.report(stores.notes)
        guard applies else {
            invocation.console.data(text)
            return tellMask(invocation, request, mask, profile: source.plan.profile)
        }
        try await apply(
            invocation, request, source.settings, text, profile: source.plan.profile,
            options: createsNamespace ? ["--create-namespace"] : [], canCreateNamespace: true)
    }

    private static func external(_ settings: ClusterSettings) throws(Failure) -> ClusterSettings.External {
        if let external = settings.external { return external }
        throw Failure(
            .badInput, "'\(ClusterSettings.path)' says of no manager of secrets",
            hint: "write 'external_secret: {store: {name: vault}, mount: secret, path: team/app}' into it")
    }

    /// - Parameters:
    ///   - secret: the Secret that must not be filled by somebody else.
    ///   - canCreateNamespace: the command has `--create-namespace`.
    ///   - warnings: what is told before anything is sent.
    static func apply(
        _ invocation: Invocation, _ request: ClusterRequest, _ settings: ClusterSettings, _ text: String,
        profile: String?, options: [String] = [], secret: String? = nil, canCreateNamespace: Bool = false,
        warnings: [Diagnostic] = []
    ) async throws(Failure) {
        let kubectl = try Kubectl(invocation)
        let context = try await kubectl.requireContext(request.context)
        let calls = ClusterCalls(context: context, namespace: settings.namespace)
        if let secret {
            let isRuntime = secret == settings.secret
            let vault = request.program(invocation, profile: profile, as: "vault-commands")
            let owner = try await kubectl.owner(of: secret, calls)
            try kubectl.requireOurs(
                secret, owner, calls, again: isRuntime ? vault : calls.describe("secret", secret).line)
        }
        let source = request.program(invocation, profile: profile, with: options)
        let call = calls.apply(text, source: source, forced: request.isForced)
        invocation.console.report(warnings)
        invocation.console.tell("$ \(call.shown)")
        let again = "\(source) --apply --context \(ShellWord.quoted(context))"
        do throws(Failure) { try await kubectl.apply(call, again: again) } catch {
            var failure = error
            let misses =
                failure.diagnostics.last?.message.contains("namespaces \"\(settings.namespace)\" not found") == true
            if misses, canCreateNamespace, !failure.diagnostics.isEmpty {
                let force = request.isForced ? " --force-conflicts" : ""
                failure.diagnostics[failure.diagnostics.count - 1].hint = "\(again)\(force) --create-namespace"
            }
            throw failure
        }
    }

    /// - Parameter words: what the command was given besides.
    static func tellMask(
        _ invocation: Invocation, _ request: ClusterRequest, _ mask: String?, profile: String?, _ words: [String] = []
    ) {
        guard mask != nil else { return }
        invocation.console.report([
            Diagnostic(
                .note, "values are masked on a terminal",
                hint: request.program(invocation, profile: profile, with: words + ["--show"]))
        ])
    }
}
