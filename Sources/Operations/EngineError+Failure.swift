package import Diagnostics
package import Engine

extension EngineError {
    /// The words for an engine that cannot be reached or did not do what it was asked.
    package var failure: Failure {
        switch self {
        case .noSocket(let tried):
            Failure(
                .noEngine, "no Docker engine answers on this machine",
                notes: [.init("tried \(tried.joined(separator: ", "))")],
                hint: "start Docker, or set DOCKER_HOST=unix://<path of its socket>")
        case .notPermitted(let socket):
            Failure(
                .noEngine, "you may not use the Docker engine at unix://\(socket)",
                notes: [.init("its socket belongs to a group, mostly 'docker'")],
                hint: "sudo usermod -aG docker \"$USER\" && newgrp docker")
        case .remoteRefused(let url, let origin):
            Failure(
                .noEngine, "the engine at '\(url)' (\(origin)) is not reached by a Unix socket of this machine",
                notes: [.init("its published ports would be another host's")],
                hint: "unset DOCKER_HOST, or use a profile of external services")
        case .unknownContext(let name, let known):
            Failure(
                .noEngine, "the docker context '\(name)' does not exist",
                notes: [.init("known contexts: \(known.isEmpty ? "none" : known.joined(separator: ", "))")],
                hint: "docker context use default")
        case .tooOld(let version):
            Failure(
                .noEngine, "the engine speaks API \(version) only; sfm-dev needs 1.41",
                hint: "update the engine to Docker 20.10 or later")
        case .transport(let message):
            Failure(.noEngine, "cannot reach the Docker engine: \(message)", hint: "sfm-dev doctor")
        case .status(_, let message, let method, let path):
            Failure(.notReached, "the engine refuses \(method) \(path): \(message)")
        case .decoding(let type, let excerpt):
            Failure(.notReached, "the engine's answer is no \(type)", notes: [.init("it begins: \(excerpt)")])
        case .stream(let message): Failure(.notReached, message)
        case .cancelled: Failure(.interrupted, "interrupted; containers keep running")
        }
    }
}

/// Runs calls to the engine and words what goes wrong.
func asking<Value>(_ body: () async throws(EngineError) -> Value) async throws(Failure) -> Value {
    do throws(EngineError) { return try await body() } catch { throw error.failure }
}
