package import Diagnostics
package import Engine
package import Profiles
package import Templates

/// What could stop `up`, looked for before anything changes, so that no half-started project is left behind.
package struct Preflight: Sendable {
    package var plan: ResolvedPlan
    /// Services whose containers are to be created or started.
    package var starting: Set<String>
    /// Ids of containers that are to be removed.
    package var removing: Set<String> = []
    /// Beats the templates' own `pull_policy`.
    package var pull: PullPolicy?
    /// Every container that runs on the engine, whoever owns it.
    package var running: [ContainerSummary] = []
    /// Images of the plan that the engine lacks, as the plan names them.
    package var missingImages: Set<String> = []
    /// External networks of the plan that the engine lacks, by the engine's name.
    package var missingNetworks: Set<String> = []
    /// External volumes of the plan that the engine lacks, by the engine's name.
    package var missingVolumes: Set<String> = []
    package var disk: DiskSpace?
    /// Ports go to another number instead of being reported, where a setting can move them.
    package var movesPorts = false

    package init(plan: ResolvedPlan, starting: Set<String>, pull: PullPolicy?) {
        self.plan = plan
        self.starting = starting
        self.pull = pull
    }

    package struct Outcome: Sendable, Equatable {
        /// Errors and warnings, sorted by place.
        package var findings: [Diagnostic] = []
        /// New host ports by the settings that give them; the plan is to be resolved anew with these.
        package var moved: [String: UInt16] = [:]
        /// A port is held by the engine for a container that it does not list as running yet.
        package var engineIsBusy = false

        package var hasErrors: Bool { findings.contains { $0.severity == .error } }
    }

    /// - Parameter holder: the process of this host that has the port; nil where it is free.
    package func check(holder: @escaping (HostAndPort, String) -> ProcessHolder?) -> Outcome {
        guard !starting.isEmpty else { return Outcome() }
        let findings = Findings()
        images.forEach(findings.add)
        networks.forEach(findings.add)
        volumes.forEach(findings.add)
        let ports = PortPreflight(preflight: self, holder: holder).check()
        ports.findings.forEach(findings.add)
        if let finding = disk?.finding { findings.add(finding) }
        return Outcome(findings: findings.sorted, moved: ports.moved, engineIsBusy: ports.engineIsBusy)
    }

    private var services: [ResolvedService] { plan.enabledServices.filter { starting.contains($0.name) } }

    private var images: [Diagnostic] {
        services.compactMap { service in
            let image = service.definition.image
            guard missingImages.contains(image) else { return nil }
            let message = "the image '\(image)' of '\(service.name)' is missing"
            if service.isStandIn {
                let note = Diagnostic.Note("it is a stand-in, which no registry has")
                return Diagnostic(.error, message, notes: [note], hint: service.buildHint ?? "make stand-ins")
            }
            if let buildHint = service.buildHint {
                let note = Diagnostic.Note("it is built on this machine; no registry has it")
                return Diagnostic(.error, message, notes: [note], hint: buildHint)
            }
            guard (pull ?? service.definition.pullPolicy) == .never else { return nil }
            let cause = pull == nil ? "pull_policy: never" : "--pull never"
            return Diagnostic(
                .error, message, notes: [Diagnostic.Note("'\(cause)' keeps it from being pulled")],
                hint: "docker pull \(image)")
        }
    }

    private var networks: [Diagnostic] {
        let used = Set(services.flatMap { $0.definition.networks.keys })
        return plan.networks.filter { $0.isExternal && used.contains($0.key) && missingNetworks.contains($0.name) }.map
        {
            Diagnostic(
                .error, "network '\($0.name)' does not exist", at: $0.location,
                notes: [.init("another project owns this network; sfm-dev joins it and does not create it")],
                hint: "start the shared stack first, or: docker network create \($0.name)")
        }
    }

    private var volumes: [Diagnostic] {
        let used = Set(services.flatMap { plan.volumes(of: $0) }.map(\.key))
        return plan.volumes.filter { $0.isExternal && used.contains($0.key) && missingVolumes.contains($0.name) }.map {
            Diagnostic(
                .error, "volume '\($0.name)' does not exist", at: $0.location,
                notes: [.init("it is external; sfm-dev mounts it and does not create it")],
                hint: "docker volume create \($0.name)")
        }
    }
}
