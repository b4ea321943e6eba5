import Compose
package import Diagnostics
import Engine
import Profiles
import Templates

extension Reconciler {
    /// The steps that make the plan true; none where it already is.
    /// - Throws: 77 where another checkout holds the project's name, 64 for an unknown service.
    package func up() throws(Failure) -> StepGraph {
        var graph = StepGraph()
        try checkOwnership(&graph)
        let services = try selection()
        var done = ConvergedServices()
        let orphans = addOrphans(&graph, &done)
        let surroundings = addSurroundings(of: services, to: &graph, &done)
        try checkVolumes(of: services, kept: orphans)
        for service in services {
            let begin = surroundings.before(service)
            converge(service, after: begin, &graph, &done)
        }
        noteOthers(besides: services, &graph)
        return graph
    }

    /// The files are those of the whole plan: what runs an older one and was not asked for is told.
    private func noteOthers(besides services: [ResolvedService], _ graph: inout StepGraph) {
        let selected = Set(services.map(\.name))
        for service in plan.enabledServices where !selected.contains(service.name) {
            guard let container = observed.containers(of: service.name).first(where: \.isActive),
                let cause = recreateCause(service, container)
            else { continue }
            graph.note("'\(service.name)' runs an older plan: \(cause)", hint: "sfm-dev up \(service.name)")
        }
    }

    /// Whether images are asked for although the engine has them.
    package func pullsAlways() throws(Failure) -> Bool {
        try selection().contains { (options.pull ?? $0.definition.pullPolicy) == .always && pullCause($0) != nil }
    }

    /// The pulls alone. Where images are pulled always, they come first and the engine is looked at again: which containers have an
    /// old image is known only then.
    package func pulls() throws(Failure) -> StepGraph {
        var graph = StepGraph()
        var pulled: Set<String> = []
        for service in try selection() where !pulled.contains(service.definition.image) {
            if addPull(service, &graph) != nil { pulled.insert(service.definition.image) }
        }
        return graph
    }

    /// Networks, volumes and images that containers need: indices of their steps by what they make.
    private struct Surroundings {
        var networks: [String: Int] = [:]
        var volumes: [String: Int] = [:]
        var images: [String: Int] = [:]
        var plan: ResolvedPlan

        func before(_ service: ResolvedService) -> [Int] {
            let attached = plan.networks(of: service).compactMap { networks[$0.key] }
            let mounted = plan.volumes(of: service).compactMap { volumes[$0.key] }
            return (attached + mounted + [images[service.definition.image]].compactMap { $0 }).sorted()
        }
    }

    private func addSurroundings(
        of services: [ResolvedService], to graph: inout StepGraph, _ done: inout ConvergedServices
    ) -> Surroundings {
        var made = Surroundings(plan: plan)
        made.networks = addNetworks(of: services, to: &graph, &done)
        let usedVolumes = Set(services.flatMap { plan.volumes(of: $0) }.map(\.key))
        for volume in plan.volumes where usedVolumes.contains(volume.key) && !volume.isExternal {
            guard let existing = observed.volumes[volume.name] else {
                made.volumes[volume.key] = graph.add(Step(.createVolume(volume), cause: "it does not exist yet"))
                continue
            }
            noteAdoption(existing, &graph)
        }
        for service in services where made.images[service.definition.image] == nil {
            made.images[service.definition.image] = addPull(service, &graph)
        }
        return made
    }

    private func addPull(_ service: ResolvedService, _ graph: inout StepGraph) -> Int? {
        guard let cause = pullCause(service) else { return nil }
        let definition = service.definition
        return graph.add(Step(.pullImage(reference: definition.image, platform: definition.platform), cause: cause))
    }

    /// An image that only this machine can make is never pulled: its name on a registry could be anybody's.
    private func pullCause(_ service: ResolvedService) -> String? {
        guard !service.isStandIn, service.buildHint == nil else { return nil }
        let isMissing = observed.images[service.definition.image] == nil
        return switch options.pull ?? service.definition.pullPolicy ?? .missing {
        case .always where !options.hasPulled: options.pull == nil ? "pull_policy: always" : "--pull always"
        case .always, .missing: isMissing ? "the engine does not have it" : nil
        case .never: nil
        }
    }

    private func noteAdoption(_ existing: ObservedState.Volume, _ graph: inout StepGraph) {
        if let folder = existing.checkout, isOthers(folder) {
            graph.note("volume '\(existing.name)' was made by the checkout in \(folder), and keeps its data")
        } else if existing.project != plan.project {
            graph.note("volume '\(existing.name)' \(Self.origin(existing.project)), and is used as it is")
        } else if !observed.containers.contains(where: { $0.volumes.contains(existing.name) }) {
            graph.note("volume '\(existing.name)' was there before, and keeps its data")
        }
    }

    /// Containers of services that the plan does not have, or that were switched off.
    private func addOrphans(_ graph: inout StepGraph, _ done: inout ConvergedServices) -> [ObservedContainer] {
        let known = Set(plan.services.map(\.name))
        var orphans: [ObservedContainer] = []
        for container in observed.containers {
            if container.isOneOff {
                // A command of `docker compose run` that is at work belongs to whoever runs it.
                if !container.isActive { orphans.append(container) }
            } else if let service = container.service, let cause = options.dropped[service] {
                if !options.kept.contains(container.id) { remove(container, cause, &graph, &done) }
            } else if container.service.map(known.contains) != true {
                orphans.append(container)
            }
        }
        guard !orphans.isEmpty, !options.removeOrphans else {
            for orphan in orphans { remove(orphan, Self.notInProfile, &graph, &done) }
            return []
        }
        graph.note(
            "not in this profile: \(orphans.map(\.name).joined(separator: ", "))", hint: "sfm-dev up --remove-orphans")
        return orphans
    }

    private func remove(
        _ container: ObservedContainer, _ cause: String, _ graph: inout StepGraph, _ done: inout ConvergedServices
    ) {
        done.removals.append(graph.add(Step(.remove(container), cause: cause)))
        done.removed.insert(container.id)
    }

    /// Two servers on one data folder destroy it; a renamed service would do that.
    private func checkVolumes(of services: [ResolvedService], kept orphans: [ObservedContainer]) throws(Failure) {
        for service in services where service.stopOrder == .data {
            for volume in plan.volumes(of: service) {
                guard let holder = orphans.first(where: { $0.isActive && $0.volumes.contains(volume.name) }) else {
                    continue
                }
                throw Failure(
                    .refused, "volume '\(volume.name)' of '\(service.name)' is in use by '\(holder.name)'",
                    notes: [.init("'\(holder.name)' is not in this profile, and two servers on one volume destroy it")],
                    hint: "sfm-dev up --remove-orphans")
            }
        }
    }
}
