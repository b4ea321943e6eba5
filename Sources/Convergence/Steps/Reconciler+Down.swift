import Compose
package import Diagnostics
import Engine
import Profiles
import Templates

extension Reconciler {
    /// Removes every container of the project, then its networks and, only with `volumes`, its volumes. Services
    /// without data stop first, those with data together after them, though one of the first could not be stopped. What
    /// is external is never removed.
    package func down(volumes: Bool) throws(Failure) -> StepGraph {
        var graph = StepGraph()
        try checkOwnership(&graph)
        let cause = "down"
        let (stateless, data) = byStopOrder(observed.containers)
        let first = stateless.map { graph.add(Step(.remove($0, volumes: volumes), cause: cause)) }
        let second = data.map { graph.add(Step(.remove($0, volumes: volumes), cause: cause), behind: first) }
        let indices = Dictionary(
            zip(stateless + data, first + second).map { ($0.id, $1) }, uniquingKeysWith: { first, _ in first })
        let externalNetworks = Set(plan.networks.filter(\.isExternal).map(\.name))
        for network in observed.networks.values.sorted(by: { $0.name < $1.name })
        where network.project == plan.project && !externalNetworks.contains(network.name) {
            let attached = observed.containers.filter { $0.networks[network.name] != nil }
            _ = graph.add(
                Step(.removeNetwork(network), cause: cause), after: attached.compactMap { indices[$0.id] }.sorted())
        }
        guard volumes else { return graph }
        if let folder = observed.volumes.values.filter({ $0.project == plan.project }).compactMap(\.checkout).sorted()
            .first(where: isOthers)
        {
            throw .otherCheckout("has data in", plan.project, in: folder, this: model.directory)
        }
        let externalVolumes = Set(plan.volumes.filter(\.isExternal).map(\.name))
        for volume in observed.volumes.values.sorted(by: { $0.name < $1.name })
        where volume.project == plan.project && !externalVolumes.contains(volume.name) {
            let users = observed.containers.filter { $0.volumes.contains(volume.name) }
            _ = graph.add(
                Step(.removeVolume(volume), cause: "--volumes"), after: users.compactMap { indices[$0.id] }.sorted())
        }
        return graph
    }

    /// Removes what this checkout made of some services, and the networks that nobody else is in. What another checkout runs
    /// under the plan's name is not looked at.
    package func clear(_ services: Set<String>) -> StepGraph {
        var graph = StepGraph()
        let own = observed.containers.filter { container in
            guard !container.isOneOff, let service = container.service, let folder = container.checkout else {
                return false
            }
            return services.contains(service) && !isOthers(folder)
        }
        let (stateless, data) = byStopOrder(own)
        let first = stateless.map { graph.add(Step(.remove($0), cause: Self.notInProfile)) }
        let second = data.map { graph.add(Step(.remove($0), cause: Self.notInProfile), behind: first) }
        let ids = Set(own.map(\.id))
        for network in observed.networks.values.sorted(by: { $0.name < $1.name }) where network.project == plan.project
        {
            let attached = observed.containers.filter { $0.networks[network.name] != nil }
            guard !own.isEmpty, attached.allSatisfy({ ids.contains($0.id) }) else { continue }
            _ = graph.add(Step(.removeNetwork(network), cause: Self.notInProfile), after: (first + second).sorted())
        }
        return graph
    }

    /// Why a container goes that another profile made.
    package static let notInProfile = "not in this profile"

    /// Stops what runs of the named services, else of all that the plan knows.
    package func stop() throws(Failure) -> StepGraph {
        var graph = StepGraph()
        try checkOwnership(&graph)
        let names = try named()
        let active = observed.containers.filter { $0.isActive && names.contains($0.service ?? "") && !$0.isOneOff }
        let (stateless, data) = byStopOrder(active)
        let first = stateless.map { graph.add(Step(.stop($0), cause: "stop")) }
        for container in data { _ = graph.add(Step(.stop(container), cause: "stop"), behind: first) }
        return graph
    }

    /// Starts containers that are there, and makes none.
    package func start() throws(Failure) -> StepGraph {
        try each { container, graph, waits in
            switch container.state {
            case .exited: _ = graph.add(Step(.start(container), cause: Self.exitCause(container)), waits: waits)
            case .paused: _ = graph.add(Step(.unpause(container), cause: "it is paused"), waits: waits)
            case .created: graph.note("'\(container.service ?? container.name)' was never started", hint: "sfm-dev up")
            default: break
            }
        }
    }

    /// Restarts containers as they are: what changed in the plan since needs `up`, and a note says so.
    package func restart() throws(Failure) -> StepGraph {
        try each { container, graph, waits in
            _ = graph.add(Step(.restart(container), cause: "restart"), waits: waits)
        }
    }

    private func each(
        _ body: (ObservedContainer, inout StepGraph, [StepGraph.Wait]) -> Void
    ) throws(Failure) -> StepGraph {
        var graph = StepGraph()
        try checkOwnership(&graph)
        for service in try selection(withDependencies: false) {
            let own = observed.containers(of: service.name)
            let name = model.containerName(of: service)
            guard let container = ServicePick(own, wanted: model.planHash(of: service), name: name).chosen else {
                graph.note("'\(service.name)' has no container", hint: "sfm-dev up \(service.name)")
                continue
            }
            if let cause = recreateCause(service, container) {
                graph.note("'\(service.name)' runs an older plan: \(cause)", hint: "sfm-dev up \(service.name)")
            }
            body(container, &graph, waits(of: service))
        }
        return graph
    }

    private func named() throws(Failure) -> Set<String> {
        guard options.services.isEmpty else { return Set(try selection(withDependencies: false).map(\.name)) }
        return Set(plan.services.map(\.name))
    }

    /// A service that the plan does not know counts as data where it has a volume.
    func byStopOrder(_ containers: [ObservedContainer]) -> ([ObservedContainer], [ObservedContainer]) {
        func isData(_ container: ObservedContainer) -> Bool {
            guard let service = container.service.flatMap(plan.service) else { return !container.volumes.isEmpty }
            return service.stopOrder == .data
        }
        return (containers.filter { !isData($0) }, containers.filter(isData))
    }
}
