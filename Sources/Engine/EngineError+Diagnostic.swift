package import Diagnostics

extension EngineError {
    /// What a user is told, and how the program ends.
    package var failure: Failure {
        switch self {
        case .transport(let message):
            Failure(.noEngine, "no answer from the engine: \(message)", hint: "sfm-dev doctor")
        case .status(let code, let message, let method, let path):
            Failure(.notReached, "the engine refused: \(message)", notes: [.init("\(method) \(path) answered \(code)")])
        case .decoding(_, let excerpt):
            Failure(
                .noEngine, "the engine's answer is not what its API promises", notes: Self.notes(excerpt: excerpt),
                hint: "sfm-dev doctor")
        case .stream(let message):
            Failure(.notReached, "the engine reported: \(message)")
        case .notPermitted(let socket, let group):
            Failure(
                .noEngine, "this user may not use the engine's socket '\(socket)'",
                hint: group.map { "sudo usermod -aG \($0) \"$USER\", then log in again" }
                    ?? "run as the socket's owner, or set DOCKER_HOST=unix://<socket of a rootless engine>")
        case .noSocket(let tried, let origin): Self.missing(tried, origin)
        case .remoteRefused(let url, let origin): Self.remote(Self.withoutPassword(url), origin)
        case .unknownContext(let name, let known):
            Failure(
                .noEngine, "the docker CLI's context '\(name)' does not exist",
                notes: known.isEmpty ? [] : [.init("known contexts: \(known.joined(separator: ", "))")],
                hint: "docker context use default")
        case .noLibrary(let problem):
            Failure(
                .noEngine, "libcurl, which talks to the engine, cannot be loaded: \(problem)",
                hint: "sudo apt-get install libcurl4")
        case .tooOld(let version):
            Failure(
                .noEngine, "the engine's API \(version) is too old; \(APIVersion.oldest) is needed",
                hint: "update the engine: Docker from 20.10, Podman from 4.0")
        case .cancelled:
            Failure(.interrupted, "interrupted")
        }
    }

    private static func missing(_ tried: [String], _ origin: String?) -> Failure {
        if let origin, let path = tried.first {
            return Failure(
                .noEngine, "no engine at '\(path)': no such file", notes: [.init("named by \(origin)")],
                hint: "start the engine, or set DOCKER_HOST=unix://<path of its socket>")
        }
        return Failure(
            .noEngine, "no engine was found on this machine",
            notes: [.init("no socket answers at \(tried.joined(separator: ", "))")],
            hint: "start Docker or Podman, or set DOCKER_HOST=unix://<path of its socket>")
    }

    private static func remote(_ url: String, _ origin: String) -> Failure {
        Failure(
            .refused, "the engine at '\(url)' is not behind a Unix socket of this machine",
            notes: [.init("named by \(origin); the ports that a remote engine publishes are not this host's")],
            hint: "DOCKER_HOST=unix:///var/run/docker.sock sfm-dev up, "
                + "or for stores elsewhere: sfm-dev switch shared-infra")
    }

    /// A page in place of JSON tells who answered. JSON is kept back: it may hold what a container was given.
    private static func notes(excerpt: String) -> [Diagnostic.Note] {
        guard let first = excerpt.first, !"{[".contains(first) else { return [] }
        return [.init("it begins with: \(excerpt.prefix { !$0.isNewline })")]
    }

    private static func withoutPassword(_ url: String) -> String {
        guard let begin = url.firstRange(of: "://")?.upperBound, let at = url[begin...].firstIndex(of: "@"),
            let colon = url[begin..<at].firstIndex(of: ":")
        else { return url }
        return String(url[..<colon] + url[at...])
    }
}
