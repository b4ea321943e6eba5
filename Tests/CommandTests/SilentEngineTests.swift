import StubEngine
import Testing

extension CommandTests {
    struct SilentEngineTests {
        @Test(arguments: ["status", "up", "down"])
        func `an engine that takes connections and says nothing is told of while it is waited for`(
            command: String
        ) throws {
            try TestProject.with { project in
                try SmallProject.write(to: project)
                let speaks = try StubGate()
                let engine = try StubServer { request in
                    if request.path == "/speak" { speaks.open() }
                    speaks.wait()
                    return request.path == "/speak" ? .done : .error(500, "not today")
                }
                let ended = try project.shell(
                    """
                    DOCKER_HOST=unix://\(engine.socketPath) sfm-dev \(command) 2>&1 | {
                        grep -m 1 'waiting for the engine' &&
                            curl --silent --unix-socket '\(engine.socketPath)' http://engine/speak
                        cat
                    }
                    """)
                #expect(
                    ended.output.hasPrefix(
                        "sfm-dev: note: waiting for the engine at '\(engine.socketPath)', which says nothing\n"),
                    "\(ended.output)")
                #expect(ended.output.contains("not today"), "\(ended.output)")
            }
        }
    }
}
