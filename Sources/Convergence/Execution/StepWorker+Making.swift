import Compose
import Diagnostics
import Engine
import Profiles
import Templates

extension StepWorker {
    /// Creates the container of a step and copies its secrets in; a recreated one is made aside.
    func prepare(_ step: Step) async throws(Failure) -> PreparedContainer {
        let began = ContinuousClock.now
        guard let service = step.service.flatMap(model.plan.service) else {
            throw Failure(.notReached, "cannot \(step.verb) '\(step.name)': the plan does not have it")
        }
        var name = model.containerName(of: service)
        var old: ObservedContainer?
        if case .recreate(_, let replaced) = step.action {
            name = Reconciler.nameAside(of: name)
            old = replaced
        }
        let spec = builder.spec(of: service, imageID: imageID(service.definition.image), replacing: old)
        let files = try archive(of: service)
        do {
            let platform = service.definition.platform
            let created: CreatedContainer
            do { created = try await engine.createContainer(name: name, platform: platform, spec: spec) } catch {
                note(error, of: service.name)
                throw error
            }
            let container = PreparedContainer(id: created.id, took: .zero)
            for warning in created.warnings {
                await sink(.note(Diagnostic(.warning, "'\(service.name)': \(warning)", at: service.location)))
            }
            guard let files else { return container.timed(since: began) }
            do { try await engine.putArchive(created.id, path: "/", tar: files) } catch {
                await discard(container, of: step)
                throw error
            }
            return container.timed(since: began)
        } catch let error as EngineError {
            throw StepFailure.failure(step, error, service: service)
        } catch {
            throw Failure(.notReached, "cannot \(step.verb) '\(step.name)': \(error)")
        }
    }

    /// Secrets and configs as an archive with their owners and modes; nil where there are none.
    private func archive(of service: ResolvedService) throws(Failure) -> [UInt8]? {
        let files = model.files(of: service)
        guard !files.isEmpty else { return nil }
        var archive = TarArchive()
        for file in files {
            let path = String(file.path.drop { $0 == "/" })
            do throws(TarArchive.Refusal) {
                try archive.addFile(
                    path, Array(file.value.reveal().utf8), uid: file.uid, gid: file.gid, mode: UInt32(file.mode))
            } catch {
                throw Failure(
                    .badInput, "the file '\(file.path)' of '\(service.name)' cannot be copied into its container",
                    at: service.location, hint: "give it a shorter target, and small numbers as uid and gid")
            }
        }
        return archive.bytes
    }

    /// Removes a container that never started. Not by force: one that did start after all stays.
    func discard(_ container: PreparedContainer, of step: Step) async {
        // With the volumes that the engine made for it: nothing was ever written to them.
        let fault = await toItsEnd { (engine) async throws(EngineError) in
            try await engine.removeContainer(container.id, force: false, volumes: true)
        }
        // 409: the engine had begun to start it when nobody waited any longer; it runs, and the next run finds it.
        if let error = fault, !error.isConflict {
            let cause = StepFailure.failure(verb: "remove", name: step.name, error)
            for var diagnostic in cause.diagnostics {
                diagnostic.severity = .warning
                await sink(.note(diagnostic))
            }
        }
    }

    /// Puts a new container in the place of the old one. The two never run at once: they may share a data folder.
    func exchange(
        _ old: ObservedContainer, _ new: PreparedContainer, _ service: ResolvedService
    ) async -> Result<Void, Failure> {
        var policy = ContainerSpecBuilder.restartPolicy(service.definition.restart)
        do throws(EngineError) {
            let seen = try await engine.inspectContainer(old.id)
            // `no` is what an interrupted recreation leaves.
            if seen.restartPolicy.name != "no" { policy = seen.restartPolicy }
            var now = old
            now.state = seen.state.status
            // The engine must not start it again behind our back, not after a reboot either.
            try await engine.updateRestartPolicy(old.id, RestartPolicy(name: "no"))
            // A step before this one may have stopped it already.
            if now.isActive { try await stop(now) }
            try await start(new)
        } catch {
            return .failure(await goBack(old, policy, new, service, error))
        }
        do throws(EngineError) {
            try await engine.removeContainer(old.id, force: true, volumes: false)
            try await rename(new, to: model.containerName(of: service))
            return .success(())
        } catch {
            let note = Diagnostic.Note("the new container runs; the next 'sfm-dev up' tidies up")
            return .failure(
                StepFailure.failure(verb: "recreate", name: service.name, error, service: service, notes: [note]))
        }
    }

    /// A container that ends over and over cannot be renamed between two runs: it lacks the network that its name stands
    /// in. Whoever waits for it tells that, and the next run renames it.
    private func rename(_ new: PreparedContainer, to name: String) async throws(EngineError) {
        do { try await engine.renameContainer(new.id, to: name) } catch {
            guard error.isNotFound, try await engine.inspectContainer(new.id).state.status != .running else {
                throw error
            }
        }
    }

    /// A connection that breaks says nothing of the start: two servers on one volume would be worse than a failed step.
    private func start(_ new: PreparedContainer) async throws(EngineError) {
        do { try await engine.startContainer(new.id) } catch {
            guard case .transport = error, try await engine.inspectContainer(new.id).state.status == .running else {
                throw error
            }
        }
    }

    /// The new container did not start: the old one runs again as it was. The new one goes last, because it is what
    /// tells the next run that the old one may lack its restart policy.
    private func goBack(
        _ old: ObservedContainer, _ policy: RestartPolicy, _ new: PreparedContainer, _ service: ResolvedService,
        _ cause: EngineError
    ) async -> Failure {
        var notes: [Diagnostic.Note] = []
        do throws(EngineError) {
            try await engine.updateRestartPolicy(old.id, policy)
            if old.isActive {
                try await engine.startContainer(old.id)
                notes.append(.init("the container that was there before runs again"))
            }
            try await engine.removeContainer(new.id, force: false, volumes: false)
        } catch {
            let failure = StepFailure.failure(verb: "start", name: old.name, error)
            notes += failure.diagnostics.map { .init("the container that was there before is stopped: \($0.message)") }
        }
        return StepFailure.failure(verb: "recreate", name: service.name, cause, service: service, notes: notes)
    }
}
