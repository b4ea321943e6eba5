import Diagnostics
import Templates
import YAML

/// Templates to the plan's services, networks and volumes.
struct ServiceResolver {
    let profile: Profile
    let templates: [String: ServiceTemplate]
    let override: ComposeOverride
    let overrides: Overrides
    let input: ResolverInput
    let findings: Findings

    func resolve(into plan: inout ResolvedPlan) {
        plan.networks = profile.networks
        plan.volumes = profile.volumes
        let enabled = enabledNames()
        for template in templates.values.sorted(by: { $0.name < $1.name }) {
            declare(template, into: &plan)
            var service = service(template, plan)
            service.isEnabled = enabled.contains(template.name)
            if !input.knowsStartInterval, service.definition.healthcheck?.startInterval != nil {
                service.definition.healthcheck?.startInterval = nil
                plan.lacksStartInterval = true
            }
            plan.services.append(service)
        }
        let reader = ResourceReader(reader: .init(findings))
        for node in override.volumes { plan.volumes = reader.volumes(node, over: plan.volumes) }
        for node in override.networks { plan.networks = reader.networks(node, over: plan.networks) }
        nameResources(&plan)
    }

    private func isOptional(_ template: ServiceTemplate) -> Bool {
        let isListed = profile.services.contains { $0.text == template.name }
        let isOwn =
            override.services.contains { $0.name.text == template.name }
            && !profile.optional.contains { $0.text == template.name }
        return !template.service.profiles.isEmpty || !(isListed || isOwn)
    }

    /// The profile's services, what `--with` asks for, and what those need.
    private func enabledNames() -> Set<String> {
        // One whose template could not be read is none that nobody knows.
        let optional = Set(templates.values.filter(isOptional).map(\.name)).union(profile.optional.map(\.text))
        let always = Set(templates.keys).union(profile.services.map(\.text)).subtracting(optional)
        for name in input.with.sorted() where !optional.contains(name) && !always.contains(name) {
            findings.error(
                "profile '\(profile.name)' has no optional service '\(name)'",
                hint: suggestion(for: name, among: Array(optional), called: "optional services"))
        }
        var enabled = always
        var open = enabled.union(
            input.with.union(input.remembered).subtracting(input.without).intersection(optional))
        while let name = open.popFirst() {
            enabled.insert(name)
            let needed = templates[name]?.service.dependsOn.filter(\.required).map(\.service) ?? []
            open.formUnion(Set(needed).intersection(optional).subtracting(enabled))
        }
        return enabled
    }

    private func declare(_ template: ServiceTemplate, into plan: inout ResolvedPlan) {
        let reader = ResourceReader(reader: .init(findings))
        for volume in template.extra.volumes.map({ reader.volumes($0) }) ?? []
        where !plan.volumes.contains(where: { $0.key == volume.key }) {
            plan.volumes.append(volume)
        }
        for network in template.extra.networks.map({ reader.networks($0) }) ?? []
        where !plan.networks.contains(where: { $0.key == network.key }) {
            plan.networks.append(network)
        }
    }

    private func service(_ template: ServiceTemplate, _ plan: ResolvedPlan) -> ResolvedService {
        var definition = template.service
        var isStandIn = false
        if let image = overrides.images[template.name] {
            definition.image = image.text
            isStandIn = image.text == template.extra.standIn
        } else if plan.usesStandIns, let standIn = template.extra.standIn {
            definition.image = standIn
            isStandIn = true
        }
        // A service that says nothing of networks joins those that the profile declares.
        if definition.networks.isEmpty {
            for network in profile.networks { definition.networks[network.key] = NetworkAttachment() }
        }
        // A store that somebody else runs is waited for by its address, not as a container.
        definition.dependsOn.removeAll { dependency in
            profile.external.contains { $0.name == dependency.service } && templates[dependency.service] == nil
        }
        var service = ResolvedService(
            name: template.name, definition: definition,
            isOptional: isOptional(template), isEnabled: false,
            isStandIn: isStandIn, endpoint: template.extra.endpoint, ready: ready(template, plan),
            readyWithin: template.extra.readyWithin, stopOrder: template.extra.stopOrder,
            buildHint: template.extra.buildHint, location: template.location)
        service.loginCredential = template.extra.ready?.credential
        service.warnings = template.extra.warnings
        service.checks = template.extra.checks
        switch template.extra.ready {
        case .postgres(_, let password, _)?, .kafka(_, let password, .some)?: service.liveCredential = password
        default: break
        }
        return service
    }

    private func ready(_ template: ServiceTemplate, _ plan: ResolvedPlan) -> ResolvedService.ReadyCheck {
        guard let check = template.extra.ready else {
            if template.service.healthcheck != nil { return .health }
            return template.extra.endpoint == nil ? .running : .tcp
        }
        return ReadyResolver(profile: profile, overrides: overrides, findings: findings)
            .resolve(check, of: template.name, at: template.extra.readyLocation, plan)
    }

    /// The engine's names (compose: `<project>_<key>`, an external one as it is), and the default network where used.
    private func nameResources(_ plan: inout ResolvedPlan) {
        if plan.services.contains(where: \.definition.networks.isEmpty) {
            for index in plan.services.indices where plan.services[index].definition.networks.isEmpty {
                plan.services[index].definition.networks["default"] = NetworkAttachment()
            }
        }
        let usesDefault = plan.services.contains { $0.definition.networks["default"] != nil }
        if usesDefault, !plan.networks.contains(where: { $0.key == "default" }) {
            plan.networks.append(
                ResolvedNetwork(
                    key: "default", name: "", isExternal: false, isInternal: false, driver: nil, labels: [:],
                    location: nil))
        }
        for index in plan.networks.indices where plan.networks[index].name.isEmpty {
            let network = plan.networks[index]
            plan.networks[index].name = network.isExternal ? network.key : "\(plan.project)_\(network.key)"
        }
        for index in plan.volumes.indices where plan.volumes[index].name.isEmpty {
            let volume = plan.volumes[index]
            plan.volumes[index].name = volume.isExternal ? volume.key : "\(plan.project)_\(volume.key)"
        }
        plan.networks.sort { $0.key < $1.key }
        plan.volumes.sort { $0.key < $1.key }
    }
}
