import Compose
import Diagnostics
import Engine
import Profiles
import Templates

extension StepWorker {
    /// The template's `post_start`, one after the other; the container runs already.
    /// - Throws: `.notReached` for the first that does not end with 0.
    func runPostStart(_ container: String, _ service: ResolvedService?) async throws(Failure) {
        guard let service else { return }
        for hook in service.definition.postStart {
            if let problem = await problem(hook, container) {
                throw Failure(
                    .notReached, "post_start of '\(service.name)' \(problem)", at: hook.location,
                    hint: "sfm-dev logs \(service.name)")
            }
        }
    }

    /// The template's `pre_stop`. One that fails is told, and the container stops all the same: whoever asked for that
    /// has no other way.
    func runPreStop(_ container: ObservedContainer) async {
        guard [.running, .paused].contains(container.state), let service = container.service.flatMap(model.plan.service)
        else { return }
        for hook in service.definition.preStop {
            if let problem = await problem(hook, container.id) {
                await sink(.note(Diagnostic(.warning, "pre_stop of '\(service.name)' \(problem)", at: hook.location)))
            }
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
