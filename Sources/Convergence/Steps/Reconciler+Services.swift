import Compose
import Engine
package import Profiles
import Templates

extension Reconciler {
    /// Adds the steps that make one service's container what the plan says.
    func converge(
        _ service: ResolvedService, after: [Int], _ graph: inout StepGraph, _ done: inout ConvergedServices
    ) {
        let name = model.containerName(of: service)
        let own = observed.containers(of: service.name)
        let pick = ServicePick(own, wanted: model.planHash(of: service), name: name)
        var before = (after + done.removals).sorted()
        for leftover in pick.leftovers {
            let remove = Step.Action.remove(leftover, volumes: leftover.hasNeverRun)
            before.append(graph.add(Step(remove, cause: Self.leftoverCause(leftover))))
            done.touched.insert(service.name)
        }
        let waits = self.waits(of: service)
        guard var chosen = pick.chosen else {
            let cause = own.first.map(Self.leftoverCause) ?? "it does not exist yet"
            _ = graph.add(Step(.create(service: service.name), cause: cause), after: before, waits: waits)
            done.touched.insert(service.name)
            done.replaced.insert(service.name)
            return
        }
        if let cause = recreateCause(service, chosen) {
            // The name aside must be free for the container that is made now.
            if chosen.name == Self.nameAside(of: name) { rename(&chosen, to: name, &before, &graph) }
            let step = Step(.recreate(service: service.name, old: chosen), cause: cause)
            _ = graph.add(step, after: before, waits: waits)
            done.touched.insert(service.name)
            done.replaced.insert(service.name)
            return
        }
        if chosen.name != name {
            rename(&chosen, to: name, &before, &graph)
            done.touched.insert(service.name)
        }
        if pick.leftovers.contains(where: { $0.name == Self.nameAside(of: name) }), chosen.isActive {
            let cause = "an interrupted run left it without its restart policy"
            before = [graph.add(Step(.restorePolicy(chosen), cause: cause), after: before)]
        }
        guard let step = resume(service, chosen, done) else { return }
        _ = graph.add(step, after: before, waits: waits)
        done.touched.insert(service.name)
    }

    /// What an existing container that fits the plan still needs.
    private func resume(
        _ service: ResolvedService, _ container: ObservedContainer, _ done: ConvergedServices
    ) -> Step? {
        if let stop = done.stopped[container.id] {
            return Step(.start(container), cause: "network '\(stop.network)' was made anew")
        }
        switch container.state {
        case .paused: return Step(.unpause(container), cause: "it is paused")
        case .restarting: return Step(.restart(container), cause: Self.restartCause(container))
        case .exited:
            // A job that did its work has nothing left to do.
            if case .completed = service.ready, container.exitCode == 0 { return nil }
            return Step(.start(container), cause: Self.exitCause(container))
        default:
            let parent = service.definition.dependsOn.first { $0.restart && done.replaced.contains($0.service) }
            return parent.map { Step(.restart(container), cause: "'\($0.service)' was recreated") }
        }
    }

    private static func restartCause(_ container: ObservedContainer) -> String {
        "it keeps exiting" + (container.exitCode.map { " with code \($0)" } ?? "")
    }

    static func exitCause(_ container: ObservedContainer) -> String {
        guard let code = container.exitCode, code != 0 else { return "it is stopped" }
        return "exited with code \(code)"
    }

    private func rename(
        _ container: inout ObservedContainer, to name: String, _ before: inout [Int], _ graph: inout StepGraph
    ) {
        // Between two runs it lacks the network that its name stands in.
        if container.state == .restarting {
            before = [graph.add(Step(.stop(container), cause: Self.restartCause(container)), after: before)]
        }
        let isAside = container.name == Self.nameAside(of: name)
        let cause = isAside ? "an interrupted run left it as '\(container.name)'" : "it is called '\(container.name)'"
        let step = Step(.rename(container, to: name), cause: cause)
        before = [graph.add(step, after: before)]
        container.name = name
    }

    private static func leftoverCause(_ container: ObservedContainer) -> String {
        switch container.state {
        case .created: "it was made and never started"
        case .dead, .removing: "its removal was interrupted"
        default: "another container of this service takes its place"
        }
    }

    /// What other services must be before this one's container starts.
    func waits(of service: ResolvedService) -> [StepGraph.Wait] {
        service.definition.dependsOn.sorted { $0.service < $1.service }.compactMap { dependency in
            guard let other = plan.service(dependency.service), dependency.required || other.isEnabled else {
                return nil
            }
            return StepGraph.Wait(
                service: other.name, condition: dependency.condition, isRequired: dependency.required)
        }
    }

    /// Whether the containers of a service are what the plan would make.
    package func isCurrent(_ service: ResolvedService) -> Bool {
        observed.containers(of: service.name).allSatisfy { recreateCause(service, $0) == nil }
    }

    /// - Returns: `nil` where the container is what the plan would make.
    func recreateCause(_ service: ResolvedService, _ container: ObservedContainer) -> String? {
        let isNamed = options.services.isEmpty || options.services.contains(service.name)
        if options.forceRecreate, isNamed { return "--force-recreate" }
        guard let hash = container.planHash else { return "it was not made from this plan" }
        if hash != model.planHash(of: service) {
            return RecreateCause.difference(old: container.planParts, new: model.planParts(of: service))
        }
        if let image = observed.images[service.definition.image], !container.imageID.isEmpty,
            image != container.imageID
        {
            return "image changed"
        }
        return networkCause(service, container) ?? volumeCause(service, container)
    }

    /// A volume is known in the plan's digest by its key alone; here it is its name that counts.
    private func volumeCause(_ service: ResolvedService, _ container: ObservedContainer) -> String? {
        plan.volumes(of: service).first { !container.volumes.contains($0.name) }
            .map { "volume '\($0.name)' is not mounted" }
    }

    private func networkCause(_ service: ResolvedService, _ container: ObservedContainer) -> String? {
        for network in plan.networks(of: service) {
            guard let attached = container.networks[network.name] else {
                return "it is not attached to network '\(network.name)'"
            }
            let existing = observed.networks[network.name]
            // The id is empty until a first start, and Podman writes the name in its place.
            if attached.isEmpty || attached == network.name { continue }
            if attached != existing?.id { return "network '\(network.name)' was made anew" }
        }
        return nil
    }
}
