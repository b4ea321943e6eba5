import Diagnostics
import Engine
import Testing

@Suite struct EngineErrorTests {
    @Test(arguments: [
        (
            EngineError.transport("nothing listens on '/run/x.sock'"), ExitCode.noEngine,
            """
            error: no answer from the engine: nothing listens on '/run/x.sock'
            hint: sfm-dev doctor
            """
        ),
        (
            .status(code: 404, message: "No such image: redis:9", method: "POST", path: "/v1.41/containers/create"),
            .notReached,
            """
            error: the engine refused: No such image: redis:9
            note: POST /v1.41/containers/create answered 404
            """
        ),
        (
            .decoding(type: "EngineInfo", excerpt: "<html>\nproxy"), .noEngine,
            """
            error: the engine's answer is not what its API promises
            note: it begins with: <html>
            hint: sfm-dev doctor
            """
        ),
        (
            .decoding(type: "ContainerDetail", excerpt: #"{"Env":["PASSWORD=geheim"]"#), .noEngine,
            """
            error: the engine's answer is not what its API promises
            hint: sfm-dev doctor
            """
        ),
        (
            .stream("manifest for redis:9 not found"), .notReached,
            "error: the engine reported: manifest for redis:9 not found"
        ),
        (
            .notPermitted(socket: "/var/run/docker.sock", group: "docker"), .noEngine,
            """
            error: this user may not use the engine's socket '/var/run/docker.sock'
            hint: sudo usermod -aG docker "$USER", then log in again
            """
        ),
        (
            .notPermitted(socket: "/run/podman/podman.sock"), .noEngine,
            """
            error: this user may not use the engine's socket '/run/podman/podman.sock'
            hint: run as the socket's owner, or set DOCKER_HOST=unix://<socket of a rootless engine>
            """
        ),
        (
            .noSocket(tried: ["/a.sock", "/b.sock"]), .noEngine,
            """
            error: no engine was found on this machine
            note: no socket answers at /a.sock, /b.sock
            hint: start Docker or Podman, or set DOCKER_HOST=unix://<path of its socket>
            """
        ),
        (
            .noSocket(tried: ["/a.sock"], origin: "docker context 'colima'"), .noEngine,
            """
            error: no engine at '/a.sock': no such file
            note: named by docker context 'colima'
            hint: start the engine, or set DOCKER_HOST=unix://<path of its socket>
            """
        ),
        (
            .remoteRefused(url: "ssh://me:geheim@build.example", origin: "DOCKER_HOST"), .refused,
            """
            error: the engine at 'ssh://me@build.example' is not behind a Unix socket of this machine
            note: named by DOCKER_HOST; the ports that a remote engine publishes are not this host's
            hint: DOCKER_HOST=unix:///var/run/docker.sock sfm-dev up, or for stores elsewhere: sfm-dev switch shared-infra
            """
        ),
        (
            .unknownContext(name: "colmia", known: ["colima", "desktop"]), .noEngine,
            """
            error: the docker CLI's context 'colmia' does not exist
            note: known contexts: colima, desktop
            hint: docker context use default
            """
        ),
        (
            .tooOld(version: "1.40"), .noEngine,
            """
            error: the engine's API 1.40 is too old; 1.41 is needed
            hint: update the engine: Docker from 20.10, Podman from 4.0
            """
        ),
        (
            .noLibrary("libcurl.so.4: cannot open shared object file"), .noEngine,
            """
            error: libcurl, which talks to the engine, cannot be loaded: libcurl.so.4: cannot open shared object file
            hint: sudo apt-get install libcurl4
            """
        ),
        (.cancelled, .interrupted, "error: interrupted"),
    ])
    func `every error has its whole text and exit code`(error: EngineError, code: ExitCode, text: String) {
        let failure = error.failure
        let shown = failure.diagnostics.flatMap { diagnostic in
            ["error: \(diagnostic.message)"] + diagnostic.notes.map { "note: \($0.message)" }
                + (diagnostic.hint.map { ["hint: \($0)"] } ?? [])
        }
        #expect(shown.joined(separator: "\n") == text)
        #expect(failure.exitCode == code)
    }
}
