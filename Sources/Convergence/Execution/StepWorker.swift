import Compose
import Diagnostics
import Engine
import Profiles
import Synchronization
import Templates

/// Does one step by calls to the engine.
final class StepWorker: Sendable {
    let engine: any EngineWriting
    let builder: ContainerSpecBuilder
    let sink: @Sendable (ConvergenceEvent) async -> Void
    let login: @Sendable (ImageReference) async -> RegistryLogin
    let pause: @Sendable (Duration) async -> Void
    /// Services whose container could not be made because its name is taken.
    private let conflicts = Mutex<Set<String>>([])
    /// A pull changes what the containers after it are made from.
    private let images: Mutex<[String: String]>

    init(
        engine: any EngineWriting, builder: ContainerSpecBuilder, images: [String: String],
        login: @escaping @Sendable (ImageReference) async -> RegistryLogin,
        pause: @escaping @Sendable (Duration) async -> Void,
        sink: @escaping @Sendable (ConvergenceEvent) async -> Void
    ) {
        self.engine = engine
        self.builder = builder
        self.images = Mutex(images)
        self.login = login
        self.pause = pause
        self.sink = sink
    }

    var model: ComposeModel { builder.model }
    var conflictingServices: Set<String> { conflicts.withLock { $0 } }

    func note(_ error: EngineError, of service: String) {
        if error.isConflict { conflicts.withLock { _ = $0.insert(service) } }
    }

    /// - Parameter prepared: for a step that makes a container.
    func run(_ step: Step, _ prepared: PreparedContainer?) async throws(Failure) {
        let service = step.service.flatMap(model.plan.service)
        do {
            switch step.action {
            case .create:
                guard let prepared else { return }
                try await engine.startContainer(prepared.id)
                try await runPostStart(prepared.id, service)
            case .recreate(_, let old):
                guard let prepared, let service else { return }
                // A cancellation between stopping the one and starting the other would leave nothing running.
                try await Task { await self.exchange(old, prepared, service) }.value.get()
                try await runPostStart(prepared.id, service)
            case .start(let container):
                try await simple(step, service)
                try await runPostStart(container.id, service)
            case .restart(let container):
                if container.state == .paused { try await engine.unpauseContainer(container.id) }
                let left = await runPreStop(container)
                try await engine.restartContainer(container.id, timeout: left)
                try await runPostStart(container.id, service)
            case .pullImage(let reference, let platform): try await pull(reference, platform)
            case .recreateNetwork(let network, let old, let members):
                // A cancellation in the middle would leave containers in no network.
                try await Task { await self.exchange(old, network, members) }.value.get()
            default: try await simple(step, service)
            }
        } catch let error as EngineError {
            if case .create = step.action, let prepared { await discard(prepared, of: step) }
            throw StepFailure.failure(step, error, service: service)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.notReached, "cannot \(step.verb) '\(step.name)': \(error)")
        }
    }

    private func simple(_ step: Step, _ service: ResolvedService?) async throws(EngineError) {
        switch step.action {
        case .createNetwork(let network): try await create(network)
        case .recreateNetwork, .create, .recreate, .restart, .pullImage: break
        case .createVolume(let volume):
            var labels = model.volumeLabels(of: volume)
            labels[Label.checkout] = model.directory
            labels[Label.volume] = String(UInt64.random(in: .min ... .max), radix: 16)
            _ = try await engine.createVolume(
                VolumeSpec(name: volume.name, driver: volume.driver ?? "local", labels: labels))
        case .start(let container):
            try await restorePolicy(container, service)
            try await engine.startContainer(container.id)
        case .unpause(let container): try await engine.unpauseContainer(container.id)
        case .stop(let container): try await stop(container)
        case .remove(let container, let volumes): try await remove(container, volumes: volumes)
        case .rename(let container, let name): try await engine.renameContainer(container.id, to: name)
        case .restorePolicy(let container): try await restorePolicy(container, service)
        case .removeNetwork(let network): try await remove(network)
        case .removeVolume(let volume):
            do { try await engine.removeVolume(volume.name, force: false) } catch {
                if !error.isNotFound { throw error }
            }
        }
    }

    /// An interrupted recreation leaves a container with the policy `no`.
    func restorePolicy(_ container: ObservedContainer, _ service: ResolvedService?) async throws(EngineError) {
        guard let service else { return }
        let policy = ContainerSpecBuilder.restartPolicy(service.definition.restart)
        try await engine.updateRestartPolicy(container.id, policy)
    }

    func stop(_ container: ObservedContainer) async throws(EngineError) {
        // A paused process cannot answer the signal, and would be killed.
        if container.state == .paused { try await engine.unpauseContainer(container.id) }
        let left = await runPreStop(container)
        // The engine goes on with a stop that nobody waits for: whoever came next would take the container for running.
        let error = await toItsEnd { (engine) async throws(EngineError) in
            try await engine.stopContainer(container.id, timeout: left)
        }
        if let error { throw error }
    }

    /// Sees a call to its end, also when the task is cancelled.
    func toItsEnd(
        _ call: @escaping @Sendable (any EngineWriting) async throws(EngineError) -> Void
    ) async -> EngineError? {
        let engine = engine
        return await Task { () async -> EngineError? in
            do throws(EngineError) {
                try await call(engine)
                return nil
            } catch {
                return error
            }
        }.value
    }

    private func remove(_ container: ObservedContainer, volumes: Bool) async throws(EngineError) {
        do {
            if container.isActive { try await stop(container) }
            try await engine.removeContainer(container.id, force: true, volumes: volumes)
            // The engine says yes to a removal that is under way; its name is free only after it.
            if container.state == .removing { _ = try await engine.waitContainer(container.id, until: .removed) }
        } catch {
            if !error.isNotFound { throw error }
        }
    }

    /// A network that others joined stays; that is no reason for `down` to fail.
    private func remove(_ network: ObservedState.Network) async throws(EngineError) {
        do { try await engine.removeNetwork(network.id) } catch {
            guard case .status(let code, let message, _, _) = error, [403, 404, 409].contains(code) else {
                throw error
            }
            if code == 404 { return }
            let note = Diagnostic(.warning, "network '\(network.name)' stays: \(message)")
            await sink(.note(note))
        }
    }

    func imageID(_ reference: String) -> String? { images.withLock { $0[reference] } }

    func keep(imageID: String, of reference: String) { images.withLock { $0[reference] = imageID } }
}
