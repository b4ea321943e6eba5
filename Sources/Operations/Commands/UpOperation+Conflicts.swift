import Compose
import Convergence
import Diagnostics
import Engine
import Profiles

extension UpOperation {
    /// Waits until the engine has made the containers whose names were taken although no container had them: it is still
    /// at work for a command that was killed.
    static func settle(_ services: Set<String>, _ steps: Steps, _ engine: EngineClient) async throws(Failure) {
        let names = services.compactMap { steps.model.plan.service($0) }.map(steps.model.containerName)
        guard !names.isEmpty else { return }
        try await asking { () async throws(EngineError) in
            let activity = try await EngineActivity(engine)
            let deadline = ContinuousClock.now + .seconds(5)
            for name in names {
                while try await !engine.hasContainer(named: name) {
                    guard await activity.next(before: deadline) else { return }
                }
            }
        }
    }

    /// Whether the engine has another container of one of these services than it had.
    static func isSettled(_ services: Set<String>, _ steps: Steps, _ rest: Steps) -> Bool {
        services.contains { service in
            rest.observed.containers(of: service).map(\.id) != steps.observed.containers(of: service).map(\.id)
        }
    }
}

extension EngineReading {
    fileprivate func hasContainer(named name: String) async throws(EngineError) -> Bool {
        do { _ = try await inspectContainer(name) } catch {
            if error.isNotFound { return false }
            throw error
        }
        return true
    }
}
