import Diagnostics
import Engine

/// Words a pull that did not succeed: what kind of failure it is, the engine's own sentence, as whom it was tried, and
/// what to type next.
struct PullFailure {
    let reference: ImageReference
    /// As the template has it.
    let name: String
    let fault: PullFault
    let error: EngineError

    /// The engine's own.
    var sentence: String {
        switch error {
        case .status(_, let message, _, _), .stream(let message): message
        case .transport(let message): "the engine: \(message)"
        default: error.failure.diagnostics.first?.message ?? ""
        }
    }

    func told(login: RegistryLogin, attempts: Int) -> Failure {
        switch error {
        case .status, .stream: break
        default: return StepFailure.failure(verb: "pull", name: name, error, notes: tries(attempts))
        }
        guard let reason else {
            let hint = "docker pull \(name), or name another image under 'images:' in config.yaml"
            return Failure(.notReached, "cannot pull '\(name)': \(sentence)", hint: hint)
        }
        var notes = [Diagnostic.Note("the engine says: \(sentence)")] + tries(attempts)
        if tellsLogin { notes.append(.init(login.origin)) }
        return Failure(.notReached, "cannot pull '\(name)': \(reason)", notes: notes, hint: hint)
    }

    private func tries(_ attempts: Int) -> [Diagnostic.Note] {
        attempts > 1 ? [.init("it was tried \(attempts) times")] : []
    }

    private var tellsLogin: Bool { [.denied, .deniedOrMissing, .limited].contains(fault) }

    private var registry: String { "the registry '\(reference.domain)'" }

    private var reason: String? {
        switch fault {
        case .denied: "\(registry) does not let you in"
        case .deniedOrMissing: "\(registry) has no such image, or does not let you in"
        case .missing: "\(registry) has no such image"
        case .limited: "\(registry) limits pulls, and your share is used up for now"
        case .diskFull: "the engine's disk is full"
        case .unreachable: "\(registry) cannot be reached"
        case .plainHTTP: "\(registry) speaks plain HTTP, which the engine refuses"
        case .broken: "the transfer broke off"
        case .busy: "\(registry) cannot answer now"
        case .other: nil
        }
    }

    private var hint: String? {
        let other = "name another image under 'images:' in config.yaml"
        return switch fault {
        case .denied, .limited: command
        case .deniedOrMissing: "\(command), or \(other)"
        case .missing: "correct the name in the service's template, or \(other)"
        case .diskFull: "docker system df shows what takes the room"
        case .unreachable:
            "correct the name or the network; without any registry: make stand-ins, and SFM_DEV_IMAGES=stand-in sfm-dev up"
        case .plainHTTP: "put '\(reference.domain)' under 'insecure-registries' in the engine's daemon.json"
        case .broken, .busy: "sfm-dev up goes on with the layers that are there"
        case .other: nil
        }
    }

    /// Docker Hub is what the command means without a name.
    private var command: String {
        reference.domain == "docker.io" ? "docker login" : "docker login \(reference.domain)"
    }
}
