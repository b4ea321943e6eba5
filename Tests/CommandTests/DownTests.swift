import StubEngine
import Testing

extension CommandTests {
    /// In which order containers end, and what becomes of the rest when one does not.
    struct DownTests {
        private static func write(to project: TestProject) throws {
            try SmallProject.write(to: project)
            try project.done("sed -i 's/^services:.*/services: [cache, depot, web]/' profiles/local.yaml")
            // No program that is a container's first hears SIGTERM unless it asks for it.
            for name in ["cache", "depot"] {
                try project.write(
                    """
                    image: \(SmallProject.image)
                    entrypoint: [sleep, "1000"]
                    stop_grace_period: 1s
                    x-sfm-dev: {stop_order: data}

                    """, to: "compose/\(name).yaml")
            }
        }

        private struct Stops {
            /// Places in the order of events, by container.
            var asked: [String: Int] = [:]
            var answered: [String: Int] = [:]

            init(_ events: [RecordingProxy.Event], names: [String: String]) {
                for (index, event) in events.enumerated() {
                    switch event {
                    case .asked(let request): if let name = Self.name(request, names) { asked[name] = index }
                    case .answered(let request, _): if let name = Self.name(request, names) { answered[name] = index }
                    }
                }
            }

            private static func name(_ request: StubRequest, _ names: [String: String]) -> String? {
                let parts = request.path.split(separator: "/")
                return parts.count == 3 && parts[2] == "stop" ? names[String(parts[1])] : nil
            }
        }

        @Test(
            .enabled(if: TestProject.hasEngine, "SFM_DEV_TEST_ENGINE names no engine"), arguments: ["stop", "down"])
        func `what has no data stops first, then all data at once`(_ command: String) throws {
            try TestProject.with { project in
                try Self.write(to: project)
                try project.done("sfm-dev up")
                let rows = try project.done(
                    """
                    docker ps --no-trunc --filter label=com.docker.compose.project=\(project.name) \
                    --format '{{.ID}} {{.Label "com.docker.compose.service"}}'
                    """
                ).lines.map { $0.split(separator: " ").map(String.init) }
                let names = Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
                #expect(names.values.sorted() == ["cache", "depot", "web"])
                let proxy = try RecordingProxy(before: TestProject.engine ?? "")
                try project.done("DOCKER_HOST=\(proxy.host) sfm-dev \(command)")

                let stops = Stops(proxy.events, names: names)
                #expect(stops.asked.keys.sorted() == ["cache", "depot", "web"])
                let data = ["cache", "depot"]
                let firstAsked = try #require(data.compactMap { stops.asked[$0] }.min())
                let lastAsked = try #require(data.compactMap { stops.asked[$0] }.max())
                let firstAnswered = try #require(data.compactMap { stops.answered[$0] }.min())
                #expect(try #require(stops.answered["web"]) < firstAsked)
                // Both are under way before either has ended: their grace periods are one.
                #expect(lastAsked < firstAnswered)
            }
        }

        @Test(arguments: [
            ("stop", ["stop web", "stop cache", "stop depot"], ""),
            (
                "down", ["stop web", "stop cache", "stop depot", "DELETE cache", "DELETE depot"],
                "note: small_default: no remove, because 'web' could not be stopped\n"
            ),
        ])
        func `one that cannot be stopped keeps no other from it`(
            command: String, calls: [String], note: String
        ) throws {
            try TestProject.with { project in
                try Self.write(to: project)
                try project.write("sfm-dev: {project: small}\n", to: "config.yaml")
                let folder = "\(project.shell.folder)/project/.sfm-dev"
                let engine = try StubServer { Self.answer($0, folder: folder) }
                let ended = try project.shell("DOCKER_HOST=unix://\(engine.socketPath) sfm-dev \(command)")
                #expect(ended.code == 1)
                let verb = command == "down" ? "remove" : "stop"
                #expect(
                    ended.errors.split(separator: "\n").filter { !$0.contains("  ") }.joined(separator: "\n") + "\n"
                        == "compose/web.yaml:1:1: error: cannot \(verb) 'web': the runtime does not answer\n" + note)
                let writes = engine.requests.filter { $0.method != "GET" && $0.method != "HEAD" }
                let told = writes.map { request in
                    let parts = request.path.split(separator: "/").map(String.init)
                    return parts.last == "stop" ? "stop \(parts[1])" : "\(request.method) \(parts[1])"
                }
                #expect(told.first == "stop web")
                #expect(told.sorted() == calls.sorted())
            }
        }

        private static func answer(_ request: StubRequest, folder: String) -> StubAnswer? {
            switch (request.method, request.path) {
            case (_, "/_ping"): return nil
            case ("GET", "/containers/json"):
                let containers = ["cache", "depot", "web"].map { name in
                    """
                    {"Id": "\(name)", "Names": ["/small-\(name)-1"], "State": "running", "Status": "Up 1 second", "Labels": {
                      "com.docker.compose.project": "small", "com.docker.compose.service": "\(name)",
                      "com.docker.compose.project.working_dir": "\(folder)"},
                      "NetworkSettings": {"Networks": {"small_default": {"NetworkID": "n"}}}}
                    """
                }
                return .json("[\(containers.joined(separator: ","))]")
            case ("GET", "/networks"):
                return .json(
                    #"[{"Id": "n", "Name": "small_default", "Labels": {"com.docker.compose.project": "small"}}]"#)
            case ("GET", "/volumes"): return .json(#"{"Volumes": []}"#)
            case ("GET", "/version"): return .json(#"{"Version": "20.10.24", "ApiVersion": "1.41"}"#)
            case ("GET", _): return .json("[]")
            case (_, "/containers/web/stop"): return .error(500, "the runtime does not answer")
            default: return .done
            }
        }
    }
}
