import Engine
import Testing

@Suite(.enabled(if: RealEngine.isThere))
struct ContainerLifeTests {
    @Test func `a container is created, started, stopped and removed`() async throws {
        let script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"
        try await RealEngine.withContainer("life", script: script) { client, id in
            #expect(try await client.inspectContainer(id).state.status == .created)
            #expect(try await client.inspectContainer(id).state.hasNeverRun)
            try await client.startContainer(id)
            try await client.startContainer(id)
            // Before its trap stands, the first process of a container ignores the signal.
            var log = try await client.logs(id, LogQuery(follow: true), tty: false).makeAsyncIterator()
            #expect(try await log.next() == LogChunk(.stdout, Array("ready\n".utf8)))
            let summary = try await client.listContainers().first { $0.id == id }
            #expect(summary?.state == .running)
            #expect(summary?.names == [RealEngine.name("life")])
            try await client.stopContainer(id, timeout: 10)
            try await client.stopContainer(id, timeout: 10)
            let detail = try await client.inspectContainer(id)
            #expect(detail.state.status == .exited)
            #expect(detail.state.exitCode == 7)
            try await client.removeContainer(id, force: false, volumes: true)
            await #expect(throws: EngineError.self) { try await client.inspectContainer(id) }
            try await client.removeContainer(id, force: false, volumes: true)
        }
    }

    @Test func `networks and volumes are made, found and removed`() async throws {
        let client = try RealEngine.client()
        let name = RealEngine.name("things")
        let id = try await client.createNetwork(NetworkSpec(name: name, labels: ["a": "b"]))
        #expect(try await client.inspectNetwork(name)?.id == id)
        #expect(try await client.listNetworks(names: [name]).map(\.labels) == [["a": "b"]])
        await #expect(throws: EngineError.self) { try await client.createNetwork(NetworkSpec(name: name)) }
        #expect(try await client.inspectNetwork(String(id.prefix(5))) == nil)
        try await client.removeNetwork(id)
        #expect(try await client.inspectNetwork(name) == nil)
        let volume = try await client.createVolume(VolumeSpec(name: name, labels: ["a": "b"]))
        #expect(try await client.inspectVolume(name) == volume)
        #expect(try await client.listVolumes(labels: ["a=b"]).contains { $0.name == name })
        try await client.removeVolume(name, force: false)
        #expect(try await client.inspectVolume(name) == nil)
    }

    @Test func `files are unpacked with their owner before the start`() async throws {
        try await RealEngine.withContainer("archive", script: "stat -c '%u %g %a' /run/s/token; cat /run/s/token") {
            client, id in
            var tar = TarArchive()
            try tar.addFolder("s", uid: 0, gid: 0, mode: 0o755)
            try tar.addFile("s/token", Array("geheim".utf8), uid: 70, gid: 71, mode: 0o400)
            try await client.putArchive(id, path: "/run", tar: tar.bytes)
            try await client.startContainer(id)
            #expect(try await client.waitContainer(id, until: .notRunning).exitCode == 0)
            var text = ""
            for try await chunk in try await client.logs(id, LogQuery(), tty: false) {
                text += String(decoding: chunk.bytes, as: UTF8.self)
            }
            #expect(text == "70 71 400\ngeheim")
        }
    }
}
