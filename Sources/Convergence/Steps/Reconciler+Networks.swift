import Compose
import Diagnostics
import Engine
import Profiles
import Templates

extension Reconciler {
    /// Makes the networks that the services join, and puts those that differ from the plan right.
    /// - Returns: the steps that make them, by the networks' keys.
    func addNetworks(
        of services: [ResolvedService], to graph: inout StepGraph, _ done: inout ConvergedServices
    ) -> [String: Int] {
        var made: [String: Int] = [:]
        let used = Set(services.flatMap { plan.networks(of: $0) }.map(\.key))
        for network in plan.networks where used.contains(network.key) && !network.isExternal {
            guard let existing = observed.networks[network.name] else {
                made[network.key] = graph.add(Step(.createNetwork(network), cause: "it does not exist yet"))
                continue
            }
            if let cause = NetworkDifference.cause(existing, network, plan), existing.guests.isEmpty {
                made[network.key] = recreate(network, existing, cause, services, &graph, &done)
            } else {
                noteDifferences(existing, network, &graph)
            }
        }
        return made
    }

    /// A network cannot be changed, nor removed with anybody in it. What `up` is about is stopped before, in the order of
    /// `stop`, and starts in the new one; what else is in it, such as a service that was not asked for, changes over
    /// while it runs.
    private func recreate(
        _ network: ResolvedNetwork, _ existing: ObservedState.Network, _ cause: String, _ services: [ResolvedService],
        _ graph: inout StepGraph, _ done: inout ConvergedServices
    ) -> Int {
        let members = observed.containers.filter { container in
            guard container.networks[network.name] != nil, !done.removed.contains(container.id) else { return false }
            // One that never started is made again, and one that is going has left.
            return switch container.state {
            case .created, .dead, .removing: false
            case .running, .paused, .restarting, .exited, .unknown: true
            }
        }
        let selected = Set(services.map(\.name))
        let stopping = members.filter { container in
            container.isActive && !container.isOneOff && container.service.map(selected.contains) == true
        }
        let (stateless, data) = byStopOrder(stopping)
        var before = done.removals
        for group in [stateless, data] {
            var stops: [Int] = []
            for container in group {
                let known = done.stopped[container.id]?.step
                let stop =
                    known
                    ?? graph.add(
                        Step(.stop(container), cause: "network '\(network.name)' is made anew"), after: before)
                done.stopped[container.id] = .init(step: stop, network: network.name)
                stops.append(stop)
            }
            before += stops
        }
        return graph.add(
            Step(.recreateNetwork(network, old: existing, members: members), cause: cause), after: before.sorted())
    }

    private func noteDifferences(
        _ existing: ObservedState.Network, _ network: ResolvedNetwork, _ graph: inout StepGraph
    ) {
        if existing.project != plan.project {
            graph.note("network '\(network.name)' \(Self.origin(existing.project)), and is used as it is")
        }
        if let cause = NetworkDifference.cause(existing, network, plan) {
            let names = existing.guests.map { guest in
                "'\(guest.name)' (\(guest.project.map { "project '\($0)'" } ?? "of no project")) is in it"
            }
            let free = existing.guests.map { "docker network disconnect \(network.name) \($0.name)" }
            graph.note(
                "network '\(network.name)' differs from the plan (\(cause)), and is used as it is",
                notes: names.map { .init($0) }, hint: (free + ["sfm-dev up"]).joined(separator: " && "))
        } else if existing.isInternal != network.isInternal || existing.driver != network.driver ?? existing.driver {
            graph.note(
                "network '\(network.name)' differs from the plan, and is used as it is",
                hint: "sfm-dev down && sfm-dev up")
        }
    }

    static func origin(_ project: String?) -> String {
        project.map { "was made by the project '\($0)'" } ?? "was made by hand"
    }
}
