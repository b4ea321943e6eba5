import Diagnostics
import Engine
import StubEngine
import Synchronization
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

/// A pull against an engine that answers as a test says, once a request.
struct PullRetryTests {
    private struct Run {
        let failure: String
        let events: [String]
        let pauses: [Duration]
        let pulls: Int
        let headers: [String?]
    }

    private static let whole = #"{"status":"Pull complete","id":"a"}"#
    private static let engineHangsUp = StubAnswer(
        body: .raw(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"status\"\r\n".utf8)))

    private static func run(
        _ answers: [StubAnswer], image: String? = #"{"Id":"sha256:pulled"}"#,
        login: RegistryLogin = .none
    ) async throws -> Run {
        var world = World()
        world.observed.images["redis:7"] = nil
        world.options.services = ["redis"]
        let left = Mutex(answers)
        let run = try StubRun { request in
            switch request.path {
            case "/images/create": left.withLock { $0.isEmpty ? .error(418, "asked too often") : $0.removeFirst() }
            case "/images/redis:7/json": image.map { .json($0) } ?? .error(404, "no such image")
            default: nil
            }
        }
        let pauses = Recorded<Duration>()
        let report = await run.run(try world.reconciler.up(), world, login: login, paused: pauses)
        let pulls = run.server.requests.filter { $0.path == "/images/create" }
        return Run(
            failure: report.failures.flatMap(\.diagnostics).map { $0.rendered() }.joined(),
            events: run.events.take().filter { $0.hasPrefix("redis:7 attempt") }, pauses: pauses.take(),
            pulls: pulls.count, headers: pulls.map { $0.headers["x-registry-auth"] })
    }

    private static func failing(_ message: String) -> StubAnswer {
        .json(#"{"errorDetail":{"message":"\#(message)"}}"#)
    }

    @Test func `a transfer that breaks off is begun again at once, and each time is told`() async throws {
        let run = try await Self.run([Self.engineHangsUp, Self.failing("unexpected EOF"), .json(Self.whole)])
        #expect(run.failure == "")
        #expect(run.events.count == 2)
        #expect(run.events.first?.hasPrefix("redis:7 attempt 2: the engine: ") == true)
        #expect(run.events.last == "redis:7 attempt 3: unexpected EOF")
        #expect(run.pauses == [])
    }

    @Test func `a busy registry is given some seconds`() async throws {
        let busy = Self.failing("received unexpected HTTP status: 503 Service Unavailable")
        let run = try await Self.run([busy, .error(500, "toomanyrequests: too many requests"), .json(Self.whole)])
        #expect(run.failure == "")
        #expect(run.pauses == [.seconds(2), .seconds(4)])
    }

    @Test func `after three times it is given up`() async throws {
        let run = try await Self.run([
            Self.failing("unexpected EOF"), Self.failing("EOF: unexpected EOF"), Self.failing("unexpected EOF"),
        ])
        #expect(run.pulls == 3)
        #expect(run.failure.contains("the transfer broke off\n"))
        #expect(run.failure.contains("note: it was tried 3 times\n"))
    }

    @Test(arguments: ["unauthorized: authentication required", "manifest unknown", "no space left on device", "odd"])
    func `what is final is not tried again`(message: String) async throws {
        let run = try await Self.run([Self.failing(message)])
        #expect(run.pulls == 1)
        #expect(run.events == [])
        #expect(run.failure.contains(message))
    }

    @Test func `an answer that ends well without an image is none`() async throws {
        let run = try await Self.run([.json(Self.whole), .json(Self.whole), .json(Self.whole)], image: nil)
        #expect(run.pulls == 3)
        #expect(run.failure.contains("note: the engine says: the engine's answer ended before the image was there\n"))
    }

    @Test func `every attempt bears the login`() async throws {
        let auth = RegistryAuth(username: "u", password: Secret("p"), serverAddress: "r")
        let run = try await Self.run(
            [Self.failing("unexpected EOF"), .json(Self.whole)], login: RegistryLogin(auth: auth, origin: "x"))
        // {"password":"p","serveraddress":"r","username":"u"}
        #expect(
            run.headers
                == Array(repeating: "eyJwYXNzd29yZCI6InAiLCJzZXJ2ZXJhZGRyZXNzIjoiciIsInVzZXJuYW1lIjoidSJ9", count: 2))
    }
}
