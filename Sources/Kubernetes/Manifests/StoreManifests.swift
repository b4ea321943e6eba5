package import Diagnostics
package import Profiles
import Templates
package import YAML

/// The profile's own stores for a development namespace: for each a StatefulSet with its volume, a Service by the name that
/// containers know it by, and what it reads as files.
package struct StoreManifests {
    private let plan: ResolvedPlan
    private let settings: ClusterSettings
    /// What stands in the place of secrets on a terminal; nil where they are wanted.
    private let mask: String?
    /// Tells one set of files from another, and nothing of what is in them; nil where nobody can.
    private let digest: ([UInt8]) -> String?

    package init(
        _ plan: ResolvedPlan, _ settings: ClusterSettings, mask: String? = nil,
        digest: @escaping ([UInt8]) -> String?
    ) {
        self.plan = plan
        self.settings = settings
        self.mask = mask
        self.digest = digest
    }

    /// What the profile runs unasked.
    private var stores: [ResolvedService] { plan.services.filter { !$0.isOptional } }

    /// - Throws: `.badInput` where there are none, and for what no cluster can have of them, each at its place.
    package func objects() throws(Failure) -> [YAMLValue] {
        guard !stores.isEmpty else {
            throw Failure(
                .badInput, "profile '\(plan.profile)' runs no store of its own",
                hint: "sfm-dev kubernetes manifests --profile local")
        }
        let findings = Findings()
        for store in stores {
            ClusterFit(findings).check(store)
            let names = Set(store.definition.secrets.map(\.source))
            let isUnmade = plan.secrets.contains { names.contains($0.name) && $0.value.reveal().isEmpty }
            guard isUnmade, store.speaksTLS else { continue }
            findings.error(
                "the certificate of '\(store.name)' is not there",
                hint: "sfm-dev certificates issue --profile \(plan.profile)")
        }
        try findings.check()
        return stores.flatMap(objects)
    }

    /// What a reader should know.
    package var notes: [Diagnostic] {
        let standIns = stores.filter(\.isStandIn).map {
            Diagnostic(
                .warning, "'\($0.name)' is a stand-in, which no registry has: '\($0.definition.image)'",
                hint: "take 'images: stand-in' out of config.yaml, and unset SFM_DEV_IMAGES")
        }
        return standIns + stores.flatMap(notes)
    }

    private func notes(_ store: ResolvedService) -> [Diagnostic] {
        var notes: [Diagnostic] = []
        let fields = ClusterFit.leftOut(store.definition)
        if !fields.isEmpty {
            notes.append(
                Diagnostic(.note, "'\(store.name)': Kubernetes has no place for \(fields.joined(separator: ", "))"))
        }
        // These live in the broker's data, and no setting of it makes them.
        if case .kafka(let user?, _, _) = store.ready {
            notes.append(
                Diagnostic(
                    .warning, "'\(store.name)': its user '\(user)' is made by 'sfm-dev up', and by nobody in a cluster",
                    hint: "kafka-configs --bootstrap-server HOST:PORT --alter --entity-type users --entity-name \(user)"
                        + " --add-config-file FILE"))
        }
        if !store.seeds.isEmpty {
            notes.append(
                Diagnostic(
                    .note,
                    "'\(store.name)': its \(store.seeds.count) seeds are made by 'sfm-dev up', and by nobody in a cluster"
                ))
        }
        return notes
    }

    private func objects(_ store: ResolvedService) -> [YAMLValue] {
        let files = StoreFiles(store, plan)
        var objects: [YAMLValue] = []
        let secrets = files.secrets
        if !secrets.isEmpty {
            var manifest = SecretManifest(
                name: files.secretName, namespace: settings.namespace, data: secrets, mask: mask)
            manifest.labels = labels(store)
            objects.append(manifest.value)
        }
        let texts = files.texts
        if !texts.isEmpty {
            objects.append([
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(files.configName, store),
                "data": .mapping(texts.map { ($0.key, .string($0.text)) }),
            ])
        }
        objects.append(service(store))
        objects.append(statefulSet(store, files))
        return objects
    }

    private func labels(_ store: ResolvedService) -> [(key: String, value: YAMLValue)] {
        [
            ("app.kubernetes.io/instance", .string(plan.project)),
            ("app.kubernetes.io/managed-by", "sfm-dev"),
            ("app.kubernetes.io/name", .string(store.name)),
        ]
    }

    private func metadata(_ name: String, _ store: ResolvedService) -> YAMLValue {
        ["name": .string(name), "namespace": .string(settings.namespace), "labels": .mapping(labels(store))]
    }

    private func selector(_ store: ResolvedService) -> YAMLValue {
        ["app.kubernetes.io/instance": .string(plan.project), "app.kubernetes.io/name": .string(store.name)]
    }

    /// Its endpoint for other containers, and every other port that it opens.
    private func ports(_ store: ResolvedService) -> [Int] {
        let opened = store.definition.ports.filter { $0.networkProtocol == "tcp" }.map { Int($0.target) }
        let exposed = store.definition.expose.compactMap { Int($0) }
        let endpoint = store.endpoint.map { [Int($0.network)] } ?? []
        var seen: Set<Int> = []
        return (endpoint + opened + exposed).filter { seen.insert($0).inserted }
    }

    /// Without an address of its own: the name is that of the one pod, and clients are told no other.
    private func service(_ store: ResolvedService) -> YAMLValue {
        let ports = ports(store).map { port -> YAMLValue in
            ["name": .string("tcp-\(port)"), "port": .integer(port), "targetPort": .integer(port)]
        }
        var spec: [(key: String, value: YAMLValue)] = [("clusterIP", "None"), ("selector", selector(store))]
        // A broker that registers itself by its own name must find it before it is ready.
        spec.append(("publishNotReadyAddresses", true))
        if !ports.isEmpty { spec.append(("ports", .list(ports))) }
        return [
            "apiVersion": "v1", "kind": "Service", "metadata": metadata(store.name, store), "spec": .mapping(spec),
        ]
    }

    private func statefulSet(_ store: ResolvedService, _ files: StoreFiles) -> YAMLValue {
        let pod = StorePod(store, settings.stores, files: files, ports: ports(store))
        var podMetadata: [(key: String, value: YAMLValue)] = [("labels", .mapping(labels(store)))]
        // Files that are mounted one by one never change in a running pod: another set makes it anew.
        if !files.isEmpty, let digest = digest(files.content) {
            podMetadata.append(("annotations", ["sfm-dev/files": .string(digest)]))
        }
        var spec: [(key: String, value: YAMLValue)] = [
            ("serviceName", .string(store.name)), ("replicas", 1), ("selector", ["matchLabels": selector(store)]),
            ("template", ["metadata": .mapping(podMetadata), "spec": pod.value]),
        ]
        let claims = pod.claims
        if !claims.isEmpty { spec.append(("volumeClaimTemplates", .list(claims))) }
        return [
            "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": metadata(store.name, store),
            "spec": .mapping(spec),
        ]
    }
}
