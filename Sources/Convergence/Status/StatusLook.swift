package import Engine
package import Profiles

extension ServiceStatus {
    /// One probe of a service may take that long; a slow one does not hold up the others.
    package static let patience = Duration.seconds(1)

    /// Asks the engine once and each service that runs once, all of them at the same time.
    /// - Parameters:
    ///   - services: which ones to tell of; empty for all.
    ///   - exec: without it a check by a command inside comes down to the container's health.
    package static func look(
        plan: ResolvedPlan, services: Set<String> = [], drift: [String: [String]] = [:], engine: any EngineReading,
        exec: ExecCheck?, probe: @escaping ReadinessWaiter.Probe
    ) async throws(EngineError) -> [ServiceStatus] {
        let containers = try await engine.listContainers(labels: ["\(Label.project)=\(plan.project)"], all: true)
        func isWanted(_ name: String) -> Bool { services.isEmpty || services.contains(name) }
        let answers = await withTaskGroup(of: (String, ProbeAnswer).self) { group in
            for service in plan.services where isWanted(service.name) {
                guard let container = containers.current(of: service.name), container.state == .running else {
                    continue
                }
                group.addTask { (service.name, await answer(ReadinessCheck(service), container, exec, probe)) }
            }
            // A credential goes to nobody whose address is a guess.
            for service in plan.external where isWanted(service.name) && service.isFound {
                guard case .probe(let target, let address) = ReadinessCheck(service) else { continue }
                group.addTask { (service.name, await probe(target, address, patience)) }
            }
            var answers: [String: ProbeAnswer] = [:]
            for await (name, answer) in group { answers[name] = answer }
            return answers
        }
        return evaluate(plan: plan, containers: containers, answers: answers, drift: drift)
            .filter { isWanted($0.service) }
    }

    private static func answer(
        _ check: ReadinessCheck, _ container: ContainerSummary, _ exec: ExecCheck?, _ probe: ReadinessWaiter.Probe
    ) async -> ProbeAnswer {
        switch check {
        case .probe(let target, let address): return await probe(target, address, patience)
        case .exec(let command):
            guard let exec else { return container.healthAnswer }
            return await exec.answer(container.id, command, deadline: patience)
        case .health, .running: return container.healthAnswer
        case .completed: return .refused(.notYet, "it has not ended yet")
        }
    }
}
