import Compose
import Diagnostics
import Engine
import Profiles
import Templates

extension StepWorker {
    /// The template's `post_start`, one after the other; the container runs already. Where one fails, the container is
    /// stopped again: the next run starts it and tries anew.
    /// - Throws: `.notReached` for the first that does not end with 0.
    func runPostStart(_ container: String, _ service: ResolvedService?) async throws(Failure) {
        guard let service else { return }
        for hook in service.definition.postStart {
            guard let problem = await problem(hook, container) else { continue }
            var notes = [Diagnostic.Note("the container is stopped; the next 'sfm-dev up' starts it and tries again")]
            let error = await toItsEnd { (engine) async throws(EngineError) in
                try await engine.stopContainer(container, timeout: nil)
            }
            if let error {
                notes = [.init("the container cannot be stopped: \(error.sentence)")]
            }
            throw Failure(
                Task.isCancelled ? .interrupted : .notReached, "post_start of '\(service.name)' \(problem)",
                at: hook.location, notes: notes, hint: "correct the command, then: sfm-dev up \(service.name)")
        }
    }

    /// The template's `pre_stop`, within the container's grace period. One that fails or takes longer is told, and the
    /// container stops all the same: whoever asked for that has no other way.
    /// - Returns: whole seconds that are left of the grace period; nil where there are no hooks.
    func runPreStop(_ container: ObservedContainer) async -> Int? {
        guard [.running, .paused].contains(container.state),
            let service = container.service.flatMap(model.plan.service),
            !service.definition.preStop.isEmpty
        else { return nil }
        let grace = service.definition.stopGracePeriod?.duration ?? Self.gracePeriod
        let began = ContinuousClock.now
        for hook in service.definition.preStop {
            let left = grace - began.duration(to: .now)
            if let problem = await problem(hook, container.id, within: left) {
                await sink(.note(Diagnostic(.warning, "pre_stop of '\(service.name)' \(problem)", at: hook.location)))
            }
        }
        // Its own signal is worth a second in any case.
        return max(1, Int((grace - began.duration(to: .now)).components.seconds))
    }

    /// What the engine gives a container to stop where nothing else is said (docker run, `--stop-timeout`).
    private static let gracePeriod = Duration.seconds(10)

    /// nil where it ended with 0 in time. One that is cut runs on until its container stops.
    private func problem(_ hook: ServiceHook, _ container: String, within limit: Duration) async -> String? {
        await withTaskGroup(of: String??.self) { group in
            group.addTask { .some(await self.problem(hook, container)) }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return nil }
                return "did not end within its grace period"
            }
            while let first = await group.next() {
                guard let first else { continue }
                group.cancelAll()
                return first
            }
            return nil
        }
    }

    /// nil where it ended with 0.
    private func problem(_ hook: ServiceHook, _ container: String) async -> String? {
        let spec = ExecSpec(
            command: hook.command, environment: hook.environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" },
            user: hook.user, workingDirectory: hook.workingDirectory, privileged: hook.isPrivileged)
        do throws(EngineError) {
            let session = try await engine.startExec(try await engine.createExec(container, spec), tty: false)
            let (code, output) = try await session.finish()
            return code == 0 ? nil : "ended with \(code)" + LogExcerpt.lastLine(of: output)
        } catch {
            return "could not be run: \(error.sentence)"
        }
    }
}
