import Diagnostics
import Templates

/// What no single file shows: references between services, and ports that meet.
struct PlanCheck {
    let findings: Findings
    /// Services whose templates could not be read: what refers to them is not wrong.
    let unread: Set<String>

    func check(_ plan: ResolvedPlan) {
        for service in plan.services {
            checkReferences(service, plan)
        }
        checkPorts(plan)
        checkCycles(plan)
        checkNames(plan)
    }

    private func checkReferences(_ service: ResolvedService, _ plan: ResolvedPlan) {
        let names = plan.services.map(\.name)
        for dependency in service.definition.dependsOn
        where !names.contains(dependency.service) && !unread.contains(dependency.service) {
            findings.error(
                "'\(service.name)' depends on '\(dependency.service)', which the profile does not run",
                at: dependency.location,
                hint: suggestion(for: dependency.service, among: names, called: "services"))
        }
        for (name, attachment) in service.definition.networks.sorted(by: { $0.key < $1.key })
        where !plan.networks.contains(where: { $0.key == name }) {
            findings.error(
                "network '\(name)' is not declared", at: attachment.location ?? service.location,
                hint: "add '\(name): {}' under 'networks' in the profile")
        }
        for mount in service.definition.mounts {
            guard case .volume(let name) = mount.kind, !plan.volumes.contains(where: { $0.key == name }) else {
                continue
            }
            findings.error(
                "volume '\(name)' is not declared", at: mount.location,
                hint: "add 'volumes: [\(name)]' under 'x-sfm-dev' in the template, or write './\(name)' for a folder")
        }
        var targets: [String: SourceLocation] = [:]
        for mount in service.definition.mounts {
            if let first = targets.updateValue(mount.location, forKey: mount.target) {
                findings.error(
                    "two volumes are mounted on '\(mount.target)'", at: mount.location,
                    notes: [.init("the first one", at: first)])
            }
        }
    }

    private func checkPorts(_ plan: ResolvedPlan) {
        var published: [String: (service: String, location: SourceLocation)] = [:]
        for service in plan.services {
            for port in service.definition.ports {
                let key = "\(port.published)/\(port.networkProtocol)"
                guard let first = published[key] else {
                    published[key] = (service.name, port.location)
                    continue
                }
                if first.service == service.name {
                    findings.error(
                        "'\(service.name)' publishes host port \(port.published) twice", at: port.location,
                        notes: [.init("the first time", at: first.location)],
                        hint:
                            "remove one of them; in an override, 'ports: !override […]' replaces those of the template")
                    continue
                }
                findings.error(
                    "host port \(port.published) is published twice", at: port.location,
                    notes: [.init("first published by '\(first.service)'", at: first.location)],
                    hint: port.variable.map { "set another one in config.yaml: 'sfm-dev: {ports: {\($0): …}}'" }
                        ?? "give '\(service.name)' another host port")
            }
        }
    }

    private func checkCycles(_ plan: ResolvedPlan) {
        let edges = Dictionary(uniqueKeysWithValues: plan.services.map { ($0.name, $0.definition.dependsOn) })
        var done: Set<String> = []
        func visit(_ name: String, path: [String]) {
            if let start = path.firstIndex(of: name) {
                let cycle = path[start...] + [name]
                let location = edges[path[path.count - 1]]?.first { $0.service == name }?.location
                findings.error(
                    "services wait for each other: \(cycle.joined(separator: " -> "))", at: location,
                    hint: "remove one of these dependencies")
                return
            }
            guard done.insert(name).inserted else { return }
            for dependency in edges[name] ?? [] { visit(dependency.service, path: path + [name]) }
        }
        for service in plan.services { visit(service.name, path: []) }
    }

    private func checkNames(_ plan: ResolvedPlan) {
        var names: [String: ResolvedService] = [:]
        // The engine's rule for names (moby, `RestrictedNameChars`), which a service's name becomes a part of.
        func isGood(_ name: String) -> Bool {
            name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) }
                && name.first.map { $0.isLetter || $0.isNumber } == true
        }
        for service in plan.services {
            if !isGood(service.name) {
                findings.error(
                    "'\(service.name)' is no name of a service", at: service.location,
                    hint: "use letters, digits, '.', '-' and '_', and begin with a letter or digit")
            }
            guard let name = service.definition.containerName else { continue }
            if !isGood(name) || name.count < 2 {
                findings.error(
                    "'\(name)' is no name of a container", at: service.location,
                    hint: "use letters, digits, '.', '-' and '_', and begin with a letter or digit")
            }
            if let first = names.updateValue(service, forKey: name) {
                findings.error(
                    "container name '\(name)' is used twice", at: service.location,
                    notes: [.init("first used by '\(first.name)'", at: first.location)])
            }
        }
    }
}
