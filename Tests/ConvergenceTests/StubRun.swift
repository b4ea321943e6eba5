import Diagnostics
import Engine
import StubEngine
import Synchronization

@testable import Convergence
@testable import Profiles
@testable import Templates

/// Steps carried out against a stub that says yes to everything but what a test says no to.
struct StubRun {
    let server: StubServer
    let events = Recorded<String>()

    init(_ script: @escaping StubServer.Script = { _ in nil }) throws {
        server = try StubServer { request in script(request) ?? Self.yes(request) }
    }

    /// Ids are names, so that calls can be read.
    private static func yes(_ request: StubRequest) -> StubAnswer? {
        if request.path == "/containers/create" {
            let name = request.query.split(separator: "=").last ?? ""
            return .json(#"{"Id": "\#(name)", "Warnings": []}"#, status: 201)
        }
        if request.path == "/networks/create" { return .json(#"{"Id": "network"}"#, status: 201) }
        if request.path == "/volumes/create" { return .json(#"{"Name": "volume"}"#, status: 201) }
        if request.method == "GET", request.path.hasPrefix("/containers/") {
            return .json(
                #"{"Id": "x", "State": {}, "Config": {}, "HostConfig": {"RestartPolicy": {"Name": "always"}}}"#)
        }
        return request.path == "/_ping" ? nil : .done
    }

    @discardableResult
    func run(
        _ graph: StepGraph, _ world: World, login: RegistryLogin = .none,
        ready: @escaping @Sendable (String) async throws(Failure) -> Void = { _ async throws(Failure) in },
        paused: Recorded<Duration> = Recorded()
    ) async -> ExecutionReport {
        let client = EngineClient(address: EngineAddress(socketPath: server.socketPath, origin: "test"))
        let executor = Executor(
            engine: client, api: .oldest, model: world.model, images: world.observed.images,
            login: { _ in login }, pause: { paused.add($0) },
            waitReady: { (service, _) async throws(Failure) in try await ready(service.name) },
            sink: { [events] in events.add(Self.text($0)) })
        return await executor.run(graph)
    }

    private static func text(_ event: ConvergenceEvent) -> String {
        switch event {
        case .stepStarted(_, let step): "\(step.name) \(step.verb)"
        case .stepDone(_, let step, _): "\(step.name) done"
        case .stepFailed(_, let step, _): "\(step.name) failed"
        case .stepSkipped(_, let step, let because): "\(step.name) skipped because \(because)"
        case .waiting(let wait): "waiting for \(wait.service)"
        case .pullProgress(let reference, let progress): "\(reference) \(progress.status)"
        case .pullRetried(let reference, let attempt, let because): "\(reference) attempt \(attempt): \(because)"
        case .note(let diagnostic): diagnostic.rendered()
        }
    }
}
