import Compose
import Engine
import StubEngine
import Testing

@testable import Convergence
@testable import Profiles
@testable import Templates

struct ObservedStateTests {
    @Test func `a snapshot takes five requests and writes nothing`() async throws {
        let server = try StubServer { request in
            switch request.path {
            case "/containers/json": .json(Self.containers)
            case "/networks":
                .json(
                    #"[{"Id": "n1", "Name": "sfm_default", "Driver": "bridge", "Labels": {"com.docker.compose.project": "sfm"}}, {"Id": "n2", "Name": "bridge", "Driver": "bridge"}]"#
                )
            case "/volumes":
                .json(
                    #"{"Volumes": [{"Name": "sfm_redis_data", "CreatedAt": "2026-01-01T00:00:00Z"}, {"Name": "sfm_qdrant", "CreatedAt": "2026-01-01T00:00:00Z", "Labels": {"dev.sfm.volume": "a1b2"}}]}"#
                )
            case "/images/json":
                .json(
                    #"[{"Id": "sha256:r", "RepoTags": ["redis:7"]}, {"Id": "sha256:p", "RepoTags": ["docker.io/library/postgres:15-alpine"]}]"#
                )
            default: nil
            }
        }
        let client = EngineClient(address: EngineAddress(socketPath: server.socketPath, origin: "test"))
        let state = try await ObservedState.observe(reader: client, plan: World().plan)
        #expect(server.requests.count == 5)
        #expect(server.requests.allSatisfy { $0.method == "GET" })
        #expect(state.images == ["redis:7": "sha256:r", "postgres:15-alpine": "sha256:p"])
        let labels = ["com.docker.compose.project": "sfm"]
        #expect(state.networks["sfm_default"] == .init(id: "n1", name: "sfm_default", project: "sfm", labels: labels))
        #expect(state.networks["bridge"]?.project == nil)
        #expect(state.volumes["sfm_redis_data"]?.mark == "")
        #expect(state.volumes["sfm_qdrant"]?.mark == "a1b2")
        let redis = try #require(state.containers(of: "redis").first)
        #expect(redis.name == "sfm-redis-1")
        #expect(redis.exitCode == 137)
        #expect(redis.planHash == "h")
        #expect(redis.workingDirectory == "/home/dev/sfm")
        #expect(redis.networks == ["sfm_default": "n1"])
        #expect(redis.volumes == ["sfm_redis_data", Self.digits])
        #expect(redis.namelessVolumes == ["/more": Self.digits])
    }

    /// `redis` was made from an image whose name leads elsewhere by now.
    @Test(
        arguments: [
            (
                "Docker/29.0.0 (linux)", "redis:7", "postgres:15-alpine", nil,
                ["redis:7": "sha256:r", "postgres:15-alpine": "sha256:p"]
            ),
            (
                "Docker/29.0.0 (linux)", "sha256:r", "postgres:15-alpine", "redis:7",
                ["redis:7": "sha256:new", "postgres:15-alpine": "sha256:p"]
            ),
            // It always names the image.
            (
                "Libpod/5.0.0 (linux)", "redis:7", "postgres:15-alpine", "postgres:15-alpine redis:7",
                ["redis:7": "sha256:new", "postgres:15-alpine": "sha256:new"]
            ),
        ] as [(String, String, String, String?, [String: String])])
    func `images are asked for where Docker's containers do not tell of them`(
        engine: String, redis: String, postgres: String, asked: String?, images: [String: String]
    ) async throws {
        let server = try StubServer { request in
            switch request.path {
            case "/_ping":
                StubAnswer(headers: ["Api-Version": "1.41", "Server": engine], body: .bytes(Array("OK".utf8)))
            case "/containers/json":
                .json(
                    #"[{"Id": "1", "Image": "\#(redis)", "ImageID": "sha256:r"}, {"Id": "2", "Image": "\#(postgres)", "ImageID": "sha256:p"}]"#
                )
            case "/volumes": .json(#"{"Volumes": []}"#)
            case "/images/json":
                .json(#"[{"Id": "sha256:new", "RepoTags": ["redis:7", "postgres:15-alpine"]}]"#)
            default: .json("[]")
            }
        }
        let client = EngineClient(address: EngineAddress(socketPath: server.socketPath, origin: "test"))
        let state = try await ObservedState.observe(reader: client, plan: World().plan)
        #expect(state.images == images)
        let questions = server.requests.filter { $0.path == "/images/json" }.map(\.query)
        #expect(questions.count == (asked == nil ? 0 : 1))
        for name in ["redis", "postgres"] {
            #expect(questions.contains { $0.contains(name) } == (asked?.contains(name) ?? false), "\(questions)")
        }
    }

    /// It is nothing that runs.
    @Test func `the image of a service that is left out is not asked for`() async throws {
        let server = try StubServer { request in
            switch request.path {
            case "/_ping": nil
            case "/volumes": .json(#"{"Volumes": []}"#)
            default: .json("[]")
            }
        }
        let client = EngineClient(address: EngineAddress(socketPath: server.socketPath, origin: "test"))
        _ = try await ObservedState.observe(reader: client, plan: World().plan)
        let query = try #require(server.requests.first { $0.path == "/images/json" }?.query)
        #expect(query.contains("redis") && !query.contains("api"))
    }

    @Test func `whoever else is in a network is looked for where the network must be made anew`() async throws {
        let world = World()
        for (hash, guests) in [
            ("old", [ObservedState.Guest(name: "other-app-1", project: "other"), .init(name: "tool", project: nil)]),
            (world.model.configHash(of: world.plan.networks[0]), []),
        ] {
            let server = try StubServer { request in
                switch request.path {
                case "/_ping": nil
                case "/networks":
                    .json(
                        #"[{"Id": "n1", "Name": "sfm_default", "Driver": "bridge", "Labels": {"com.docker.compose.project": "sfm", "com.docker.compose.config-hash": "\#(hash)"}}]"#
                    )
                case "/volumes": .json(#"{"Volumes": []}"#)
                case "/containers/json" where request.query.contains("network"): .json(Self.members)
                default: .json("[]")
                }
            }
            let client = EngineClient(address: EngineAddress(socketPath: server.socketPath, origin: "test"))
            let state = try await ObservedState.observe(reader: client, plan: world.plan)
            #expect(state.networks["sfm_default"]?.guests == guests)
            #expect(server.requests.count == (guests.isEmpty ? 5 : 6))
        }
    }

    private static let members = """
        [{"Id": "1", "Names": ["/tool"], "State": "running"},
          {"Id": "2", "Names": ["/sfm-redis-1"], "State": "running", "Labels": {"com.docker.compose.project": "sfm"}},
          {"Id": "3", "Names": ["/other-app-1"], "State": "exited", "Labels": {"com.docker.compose.project": "other"}}]
        """

    @Test func `the engine's refusal keeps its type`() async throws {
        let server = try StubServer { request in
            switch request.path {
            case "/_ping": nil
            case "/volumes": .error(500, "disk full")
            default: .json("[]")
            }
        }
        let client = EngineClient(address: EngineAddress(socketPath: server.socketPath, origin: "test"))
        let error = await #expect(throws: EngineError.self) {
            _ = try await ObservedState.observe(reader: client, plan: World().plan)
        }
        #expect(error?.statusCode == 500)
    }

    private static let digits = String(repeating: "0f", count: 32)

    private static let containers = """
        [{"Id": "c1", "Names": ["/sfm-redis-1"], "Image": "redis:7", "ImageID": "sha256:r", "State": "exited",
          "Status": "Exited (137) 2 minutes ago", "Created": 1,
          "Labels": {"com.docker.compose.project": "sfm", "com.docker.compose.service": "redis",
            "com.docker.compose.oneoff": "False", "com.docker.compose.project.working_dir": "/home/dev/sfm",
            "dev.sfm.plan-hash": "h"},
          "Mounts": [{"Type": "volume", "Name": "sfm_redis_data", "Destination": "/data"},
            {"Type": "volume", "Name": "\(digits)", "Destination": "/more"}],
          "NetworkSettings": {"Networks": {"sfm_default": {"NetworkID": "n1"}}}}]
        """
}
