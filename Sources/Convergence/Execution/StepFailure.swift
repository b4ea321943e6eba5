import Diagnostics
import Engine
import Profiles
import Templates

/// Words an engine's refusal: which step, the engine's own sentence, and what to do. Statuses decide, never prose:
/// sentences differ between versions.
enum StepFailure {
    static func failure(_ step: Step, _ error: EngineError, service: ResolvedService? = nil) -> Failure {
        failure(verb: step.verb, name: step.name, error, service: service)
    }

    static func failure(
        verb: String, name: String, _ error: EngineError, service: ResolvedService? = nil,
        notes: [Diagnostic.Note] = []
    ) -> Failure {
        let task = "cannot \(verb) '\(name)'"
        switch error {
        case .status(let code, let message, _, _):
            return Failure(
                // A name that somebody else has is no mistake in the template.
                .notReached, "\(task): \(message)", at: code == 409 ? nil : service?.location, notes: notes,
                hint: hint(code, verb: verb, name: name, service))
        case .stream(let message):
            return Failure(
                .notReached, "\(task): \(message)", at: service?.location, notes: notes)
        case .transport(let message):
            return Failure(
                .noEngine, "\(task): the engine does not answer: \(message)", notes: notes,
                hint: "sfm-dev doctor looks at the engine")
        case .cancelled:
            return Failure(.interrupted, "\(task): interrupted", notes: notes)
        case .decoding(let type, _):
            return Failure(.notReached, "\(task): the engine's answer is no \(type)", notes: notes)
        case .notPermitted, .noSocket, .remoteRefused, .unknownContext, .tooOld, .noLibrary:
            return Failure(.noEngine, "\(task): the engine cannot be reached", notes: notes, hint: "sfm-dev doctor")
        }
    }

    /// Of a creation: 404, the image is missing; 409, the name is taken. Of a start: 500 is mostly a taken port.
    private static func hint(_ code: Int, verb: String, name: String, _ service: ResolvedService?) -> String? {
        switch (verb, code) {
        case ("create", 404), ("recreate", 404):
            service.map { $0.buildHint ?? "docker pull \($0.definition.image)" }
        case ("create", 409), ("recreate", 409): "docker rm that container, or set another 'project:' in config.yaml"
        case ("start", 500), ("recreate", 500), ("create", 500): "sfm-dev doctor"
        case ("recreate", 403): "docker network inspect \(name) shows what is in it"
        case ("remove", 409): "docker ps --all shows what still uses '\(name)'"
        default: nil
        }
    }
}
